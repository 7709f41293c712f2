package io.setpoint.it;

import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stops and starts the context of an application, as Spring does before a checkpoint of
 * the JVM and after it was restored.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class StoppedContextTests {

	private static final String KEY = "/config/shop/pricing/discount";

	private final EtcdInMemory etcd;

	StoppedContextTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@Test
	void contextThatIsStoppedHasNoConnectionAndFollowsAgainWhenItIsStarted() {
		this.etcd.put(KEY, "15");
		try (ConfigurableApplicationContext context = run("etcd:/config/shop/")) {
			assertFollows(context, "16");
			context.stop();
			Application.await("no connection", () -> this.etcd.relay().connections() == 0);
			this.etcd.put(KEY, "17");
			context.start();
			Application.await("what was changed meanwhile", () -> discount(context) == 17);
			assertFollows(context, "18");
		}
	}

	@Test
	void instanceThatIsStoppedLeavesItsFleetAndJoinsItAgain() {
		this.etcd.put(KEY, "15");
		try (ConfigurableApplicationContext context = run("etcd:/config/shop/,rollout:shop")) {
			Application.await("the instance", () -> instances() == 1);
			context.stop();
			Application.await("no connection", () -> this.etcd.relay().connections() == 0);
			assertThat(instances()).isZero();
			context.start();
			Application.await("the instance", () -> instances() == 1);
			assertFollows(context, "16");
		}
	}

	private ConfigurableApplicationContext run(String imports) {
		return new SpringApplicationBuilder(Shop.class).web(WebApplicationType.NONE)
			.run("--spring.config.import=" + imports, "--setpoint.etcd.endpoints=" + this.etcd.relayedEndpoint(),
					"--setpoint.snapshot.enabled=false", "--spring.application.name=shop");
	}

	private void assertFollows(ConfigurableApplicationContext context, String discount) {
		this.etcd.put(KEY, discount);
		Application.await("the discount", () -> discount(context) == Integer.parseInt(discount));
	}

	private static int discount(ConfigurableApplicationContext context) {
		return context.getBean(Shop.Pricing.class).discount();
	}

	private int instances() {
		return this.etcd.getAll("/fleet/shop/").size();
	}

}
