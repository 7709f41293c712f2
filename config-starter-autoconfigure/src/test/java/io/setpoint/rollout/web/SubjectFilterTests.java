package io.setpoint.rollout.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubjectFilter} in a servlet container.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SubjectFilterTests {

	private ConfigurableApplicationContext context;

	private ServletShop application;

	private Shop shop;

	@BeforeAll
	void start() {
		this.context = Shop.start(WebApplicationType.SERVLET, Application.class,
				"spring.task.execution.pool.core-size=1");
		this.application = this.context.getBean(ServletShop.class);
		this.shop = new Shop(this.context);
	}

	@BeforeEach
	void startRollout() {
		this.application.seen().clear();
		this.shop.startRollout();
	}

	@AfterEach
	void everyAssignmentIsClosed() {
		this.shop.awaitAllAssignmentsClosed();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void requestWhenSubjectIsOfTheCohortHasTheCandidate() {
		assertThat(get("/discount", Shop.VIP)).isEqualTo(200);
		assertThatSeen("REQUEST 20", "handler 20");
	}

	@Test
	void requestWhenSubjectIsNotOfTheCohortHasTheStableSide() {
		assertThat(get("/discount", "basic")).isEqualTo(200);
		assertThatSeen("REQUEST 10", "handler 10");
	}

	@Test
	void errorDispatchAfterExceptionKeepsTheSide() {
		assertThat(get("/exception", Shop.VIP)).isEqualTo(500);
		assertThatSeen("REQUEST 20", "ERROR 20");
	}

	@Test
	void errorDispatchAfterSendErrorKeepsTheSide() {
		assertThat(get("/status", Shop.VIP)).isEqualTo(409);
		assertThatSeen("REQUEST 20", "ERROR 20");
	}

	@Test
	void callableKeepsTheSide() {
		assertThat(get("/callable", Shop.VIP)).isEqualTo(200);
		assertThatSeen("REQUEST 20", "callable 20", "ASYNC 20");
	}

	@Test
	void streamedBodyKeepsTheSide() {
		assertThat(get("/streamed", Shop.VIP)).isEqualTo(200);
		assertThatSeen("REQUEST 20", "body 20", "ASYNC 20");
	}

	@Test
	void threadOfCallableHasNoSideAfterwards() {
		assertThat(get("/callable", Shop.VIP)).isEqualTo(200);
		this.shop.startRollout();
		assertThat(this.application.submit()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(Shop.STABLE);
	}

	@Test
	void errorDispatchAfterCallableThatThrowsKeepsTheSide() {
		assertThat(get("/callable-exception", Shop.VIP)).isEqualTo(500);
		assertThatSeen("REQUEST 20", "ASYNC 20", "ERROR 20");
	}

	@Test
	void deferredResultKeepsTheSide() {
		assertThat(get("/deferred", Shop.VIP)).isEqualTo(200);
		assertThatSeen("REQUEST 20", "ASYNC 20");
	}

	@Test
	void errorDispatchAfterDeferredResultThatFailsKeepsTheSide() {
		assertThat(get("/deferred-exception", Shop.VIP)).isEqualTo(500);
		assertThatSeen("REQUEST 20", "ASYNC 20", "ERROR 20");
	}

	@Test
	void errorDispatchAfterDeferredResultThatTimesOutKeepsTheSide() {
		assertThat(get("/deferred-timeout", Shop.VIP)).isEqualTo(503);
		assertThatSeen("REQUEST 20", "ASYNC 20", "ERROR 20");
	}

	private int get(String path, String tier) {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		return RestClient.create("http://localhost:" + port)
			.get()
			.uri(path)
			.header(Shop.TIER, tier)
			.exchange((request, response) -> response.getStatusCode().value());
	}

	private void assertThatSeen(String... expected) {
		List<String> seen = new ArrayList<>(this.application.seen());
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
