package io.setpoint.rollout.web;

import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that cannot tell their requests apart: all have the stable side,
 * and the tag says so.
 */
class UnassignedRequestTests {

	@Test
	void servletRequestWithoutResolverHasTheStableSideAndIsTagged() {
		try (ConfigurableApplicationContext context = Shop.start(WebApplicationType.SERVLET, ServletShop.class)) {
			Shop shop = new Shop(context);
			shop.startRollout();
			assertThat(shop.get("/discount", Shop.VIP)).isEqualTo(200);
			assertThat(context.getBean(ServletShop.class).seen()).containsExactly("REQUEST 10", "handler 10");
			shop.awaitTags("/discount", "none");
			shop.assertThatAllRequestsAreTagged();
		}
	}

	@Test
	void reactiveRequestWithoutResolverHasTheStableSideAndIsTagged() {
		try (ConfigurableApplicationContext context = Shop.start(WebApplicationType.REACTIVE, ReactiveShop.class)) {
			assertThatStable(context);
		}
	}

	@Test
	void reactiveRequestWithoutAutomaticPropagationHasTheStableSideAndIsTagged() {
		try (ConfigurableApplicationContext context = Shop.start(WebApplicationType.REACTIVE, Application.class)) {
			assertThat(context.getBeanProvider(SubjectWebFilter.class).getIfAvailable()).isNull();
			assertThatStable(context);
		}
	}

	private static void assertThatStable(ConfigurableApplicationContext context) {
		Shop shop = new Shop(context);
		shop.startRollout();
		assertThat(shop.get("/elsewhere", Shop.VIP)).isEqualTo(200);
		assertThat(context.getBean(ReactiveShop.class).seen()).containsExactly("handler 10", "elsewhere 10",
				"after 10");
		shop.awaitTags("/elsewhere", "none");
		shop.assertThatAllRequestsAreTagged();
	}

	@Import({ ReactiveShop.class, ReactiveShop.Subjects.class })
	static class Application {

	}

}
