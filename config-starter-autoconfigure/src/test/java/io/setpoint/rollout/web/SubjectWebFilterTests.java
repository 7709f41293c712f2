package io.setpoint.rollout.web;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubjectWebFilter} in a reactive server with automatic propagation.
 */
class SubjectWebFilterTests extends AbstractSubjectTests {

	@Override
	ConfigurableApplicationContext serve() {
		return Shop.start(WebApplicationType.REACTIVE, Application.class, "spring.reactor.context-propagation=auto");
	}

	@Override
	List<String> seen() {
		return this.shop.context().getBean(ReactiveShop.class).seen();
	}

	@Override
	@AfterAll
	void stop() {
		super.stop();
		Hooks.disableAutomaticContextPropagation();
	}

	@Test
	void requestWhenSubjectIsOfTheCohortHasTheCandidate() {
		assertThat(this.shop.get("/discount", Shop.VIP)).isEqualTo(200);
		assertThat(seen()).containsExactly("handler 20", "handler 20");
	}

	@Test
	void requestWhenSubjectIsNotOfTheCohortHasTheStableSide() {
		assertThat(this.shop.get("/discount", "basic")).isEqualTo(200);
		assertThat(seen()).containsExactly("handler 10", "handler 10");
	}

	@Test
	void requestWhenSubjectIsNotKnownHasTheStableSide() {
		assertThat(this.shop.get("/discount", null)).isEqualTo(200);
		assertThat(seen()).containsExactly("handler 10", "handler 10");
	}

	@Test
	void requestWhenResolverThrowsHasTheStableSide() {
		assertThat(this.shop.get("/discount", Shop.UNRESOLVABLE)).isEqualTo(200);
		assertThat(seen()).containsExactly("handler 10", "handler 10");
	}

	@Test
	void otherThreadsKeepTheSide() {
		assertThat(this.shop.get("/elsewhere", Shop.VIP)).isEqualTo(200);
		assertThat(seen()).containsExactly("handler 20", "elsewhere 20", "after 20");
	}

	@Test
	void itemsOfStreamKeepTheSide() {
		assertThat(this.shop.get("/many", Shop.VIP)).isEqualTo(200);
		assertThat(seen()).containsExactly("item 20", "item 20", "item 20");
	}

	@Test
	void exceptionHandlerKeepsTheSide() {
		assertThat(this.shop.get("/exception", Shop.VIP)).isEqualTo(200);
		assertThat(seen()).containsExactly("error 20");
	}

	@Test
	void assignmentWhenRequestIsCancelledIsClosed() {
		SubjectWebFilter filter = new SubjectWebFilter(this.shop.pipeline()::assigner,
				(exchange) -> Shop.subject(Shop.VIP));
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		Disposable subscription = filter.filter(exchange, (filtered) -> Mono.never()).subscribe();
		this.shop.endRollout();
		assertThat(this.shop.pricing()).extracting("value").isNull();
		subscription.dispose();
		assertThat(this.shop.pricing()).extracting("value").isNotNull();
	}

	@Import({ ReactiveShop.class, ReactiveShop.Subjects.class })
	static class Application {

	}

}
