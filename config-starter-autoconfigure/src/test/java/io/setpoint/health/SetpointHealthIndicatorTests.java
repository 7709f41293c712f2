package io.setpoint.health;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

import io.setpoint.LocationFixture;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.binding.SourceReview;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.store.StoreUnreachableException;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SetpointHealthIndicator}.
 */
class SetpointHealthIndicatorTests {

	private static final StoreUnreachableException FAILURE = new StoreUnreachableException("Nothing listens", null);

	@Test
	void healthWhenLiveIsUp() {
		run((context) -> {
			Health health = health(context, LocationFixture.live(3));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("locations");
			assertThat(health.getDetails().get("locations")).isEqualTo(Map.of("etcd:/config/checkout/",
					Map.of("state", "LIVE", "since", "2026-11-21T10:00:00Z", "pending", 0L)));
		});
	}

	@Test
	void healthWhenStaleIsUpAndSaysForHowLong() {
		run((context) -> {
			Health health = health(context, LocationFixture.stale(3, FAILURE));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("stale", true).containsEntry("age", "PT1M30S");
		});
	}

	@Test
	void healthWhenOfflineIsUpAndStale() {
		run((context) -> {
			Health health = health(context, LocationFixture.offline(FAILURE));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("stale", true);
			assertThat(health.getDetails().get("locations")).asString().contains("state=OFFLINE");
		});
	}

	@Test
	void healthWithoutImportIsUp() {
		run((context) -> {
			Health health = health(context, Map.of());
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).isEqualTo(Map.of("locations", Map.of()));
		});
	}

	@Test
	void healthWhenChangeWasRefusedCountsItAndShowsNoValue() {
		run((context) -> {
			LocationFixture.propose(context, 4, "pricing/discount", "s3cr3t");
			Health health = health(context, LocationFixture.live(4));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("locations")).asString().contains("pending=1");
			assertThat(health.toString()).doesNotContain("s3cr3t");
		});
	}

	private static void run(ContextConsumer<AssertableApplicationContext> consumer) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer(LocationFixture.with("pricing/discount", "10"))
			.run(consumer);
	}

	private static Health health(AssertableApplicationContext context, Map<String, MirrorStatus> statuses) {
		Clock clock = Clock.fixed(LocationFixture.SINCE.plusSeconds(90).plusMillis(900), ZoneOffset.UTC);
		Health health = new SetpointHealthIndicator(context.getBean(AcceptancePipeline.class).accepted(),
				() -> statuses, context.getBean(SourceReview.class)::remarks, clock)
			.health();
		assertThat(health).isNotNull();
		return health;
	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Max(90) int discount) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class Types {

	}

}
