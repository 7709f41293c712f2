package io.setpoint.acceptance;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A constructor of the application that never returns holds up the acceptance of changes,
 * and nothing else.
 */
class BlockedBindingTests {

	private static final CountDownLatch entered = new CountDownLatch(1);

	private static final CountDownLatch release = new CountDownLatch(1);

	@Test
	void proposeWhenConstructorBlocksHoldsUpNeitherReadersNorClose() {
		TestLocation location = TestLocation.with("blocking/text", "1");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer(location)
			.run((context) -> {
				AcceptancePipeline pipeline = context.getBean(AcceptancePipeline.class);
				CompletableFuture<Void> proposed = CompletableFuture
					.runAsync(() -> pipeline.propose(location.proposal("blocking/text", "block")));
				assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
				CompletableFuture.runAsync(() -> {
					assertThat(pipeline.accepted().contents()).containsOnlyKeys("/config/test/");
					assertThat(pipeline.accepted().content("/config/test/").entries()).hasSize(1);
					assertThat(pipeline.accepted().refusals()).isEmpty();
					assertThat(pipeline.accepted().origins()).isNotEmpty();
					context.close();
				}).get(60, TimeUnit.SECONDS);
				assertThat(proposed).isNotDone();
				release.countDown();
				proposed.get(60, TimeUnit.SECONDS);
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Blocking.class)
	static class Types {

	}

	@ConfigurationProperties("blocking")
	record Blocking(String text) {

		Blocking {
			if (text.equals("block")) {
				entered.countDown();
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

	}

}
