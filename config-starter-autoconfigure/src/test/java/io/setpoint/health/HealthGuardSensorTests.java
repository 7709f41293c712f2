package io.setpoint.health;

import java.util.function.Consumer;

import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.control.GuardSensor.Exposure;
import io.setpoint.rollout.control.GuardSensor.Measurement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link HealthGuardSensor}.
 */
class HealthGuardSensorTests {

	private static final Exposure CANARY = new Exposure(Scope.INSTANCES, true, "v2", "shop");

	private Status status = Status.UP;

	private boolean fails;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
		.withBean("databaseHealthIndicator", HealthIndicator.class, () -> this::health)
		.withPropertyValues("management.endpoint.health.group.orders.include=database");

	private Health health() {
		if (this.fails) {
			throw new IllegalStateException("broken");
		}
		return Health.status(this.status).build();
	}

	private void run(@Nullable String group, Consumer<Measurement> test) {
		this.runner.run((context) -> test.accept(
				new HealthGuardSensor(() -> context.getBean(HealthEndpoint.class)).begin(Guard.health(group), CANARY)));
	}

	private static void assertOutcome(Measurement measurement, Outcome outcome) {
		assertThat(measurement.read()).containsExactly(new GuardReading("health", true, 1, 0, null, outcome));
	}

	@Test
	void onlyHealthIsMeasured() {
		HealthGuardSensor sensor = new HealthGuardSensor(() -> null);
		assertThat(sensor.measures(Guard.health("orders"))).isTrue();
		assertThat(sensor.measures(Guard.custom("bean"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "UP, PASSED", "DOWN, FAILED", "OUT_OF_SERVICE, FAILED", "UNKNOWN, INCONCLUSIVE",
			"DEGRADED, INCONCLUSIVE" })
	void statusOfTheGroupIsJudged(String status, Outcome outcome) {
		this.status = new Status(status);
		run("orders", (measurement) -> assertOutcome(measurement, outcome));
	}

	@Test
	void healthIsLookedAtEachTime() {
		run(null, (measurement) -> {
			assertOutcome(measurement, Outcome.PASSED);
			this.status = Status.DOWN;
			assertOutcome(measurement, Outcome.FAILED);
		});
	}

	@Test
	void groupThatIsMissingIsInconclusive() {
		run("none", (measurement) -> assertOutcome(measurement, Outcome.INCONCLUSIVE));
	}

	@Test
	void applicationWithoutHealthIsInconclusive() {
		assertOutcome(new HealthGuardSensor(() -> null).begin(Guard.health(null), CANARY), Outcome.INCONCLUSIVE);
	}

	@Test
	void contributorThatFailsIsLeftToTheWatch() {
		this.fails = true;
		run("orders",
				(measurement) -> assertThatIllegalStateException().isThrownBy(measurement::read).withMessage("broken"));
	}

}
