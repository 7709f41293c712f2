package io.setpoint.rollout.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubjectFilter} in a servlet container.
 */
class SubjectFilterTests extends AbstractSubjectTests {

	@Override
	ConfigurableApplicationContext serve() {
		return Shop.start(WebApplicationType.SERVLET, Application.class, "spring.task.execution.pool.core-size=1");
	}

	@Override
	List<String> seen() {
		return application().seen();
	}

	private ServletShop application() {
		return this.shop.context().getBean(ServletShop.class);
	}

	@Test
	void requestWhenSubjectIsOfTheCohortHasTheCandidate() {
		assertThat(this.shop.get("/discount", Shop.VIP)).isEqualTo(200);
		assertThatSeen("REQUEST 20", "handler 20");
	}

	@Test
	void requestWhenSubjectIsNotOfTheCohortHasTheStableSide() {
		assertThat(this.shop.get("/discount", "basic")).isEqualTo(200);
		assertThatSeen("REQUEST 10", "handler 10");
	}

	@Test
	void requestWhenSubjectIsNotKnownHasTheStableSide() {
		assertThat(this.shop.get("/discount", null)).isEqualTo(200);
		assertThatSeen("REQUEST 10", "handler 10");
	}

	@Test
	void requestWhenResolverThrowsHasTheStableSide() {
		assertThat(this.shop.get("/discount", Shop.UNRESOLVABLE)).isEqualTo(200);
		assertThatSeen("REQUEST 10", "handler 10");
	}

	@Test
	void errorDispatchAfterExceptionKeepsTheSide() {
		assertThat(this.shop.get("/exception", Shop.VIP)).isEqualTo(500);
		assertThatSeen("REQUEST 20", "ERROR 20");
	}

	@Test
	void errorDispatchAfterSendErrorKeepsTheSide() {
		assertThat(this.shop.get("/status", Shop.VIP)).isEqualTo(409);
		assertThatSeen("REQUEST 20", "ERROR 20");
	}

	@Test
	void callableKeepsTheSide() {
		assertThat(this.shop.get("/callable", Shop.VIP)).isEqualTo(200);
		assertThatSeen("REQUEST 20", "callable 20", "ASYNC 20");
	}

	@Test
	void streamedBodyKeepsTheSide() {
		assertThat(this.shop.get("/streamed", Shop.VIP)).isEqualTo(200);
		assertThatSeen("REQUEST 20", "body 20", "ASYNC 20");
	}

	@Test
	void threadOfCallableHasNoSideAfterwards() {
		assertThat(this.shop.get("/callable", Shop.VIP)).isEqualTo(200);
		this.shop.startRollout();
		assertThat(application().submit()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(Shop.STABLE);
	}

	@Test
	void errorDispatchAfterCallableThatThrowsKeepsTheSide() {
		assertThat(this.shop.get("/callable-exception", Shop.VIP)).isEqualTo(500);
		assertThatSeen("REQUEST 20", "ASYNC 20", "ERROR 20");
	}

	@Test
	void deferredResultKeepsTheSide() {
		assertThat(this.shop.get("/deferred", Shop.VIP)).isEqualTo(200);
		assertThatSeen("REQUEST 20", "ASYNC 20");
	}

	@Test
	void errorDispatchAfterDeferredResultThatFailsKeepsTheSide() {
		assertThat(this.shop.get("/deferred-exception", Shop.VIP)).isEqualTo(500);
		assertThatSeen("REQUEST 20", "ASYNC 20", "ERROR 20");
	}

	@Test
	void errorDispatchAfterDeferredResultThatTimesOutKeepsTheSide() {
		assertThat(this.shop.get("/deferred-timeout", Shop.VIP)).isEqualTo(503);
		assertThatSeen("REQUEST 20", "ASYNC 20", "ERROR 20");
	}

	private void assertThatSeen(String... expected) {
		List<String> seen = new ArrayList<>(seen());
		assertThat(seen).containsExactly(expected);
	}

	@Import(ServletShop.class)
	static class Application {

		@Bean
		SubjectResolver<HttpServletRequest> subjects() {
			return (request) -> Shop.subject(request.getHeader(Shop.TIER));
		}

	}

}
