package io.setpoint.health;

import java.util.List;
import java.util.function.Supplier;

import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.control.GuardSensor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;

/**
 * Asks the health of the application, or a group of it.
 *
 * @since 0.1.0
 */
public final class HealthGuardSensor implements GuardSensor {

	private final Supplier<@Nullable HealthEndpoint> endpoint;

	/**
	 * Create a sensor.
	 * @param endpoint gives what knows the health when it is needed, {@code null} if the
	 * application has no such thing
	 */
	public HealthGuardSensor(Supplier<@Nullable HealthEndpoint> endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public boolean measures(Guard guard) {
		return guard.kind() == Guard.Kind.HEALTH;
	}

	@Override
	public Measurement begin(Guard guard, Exposure exposure) {
		return () -> List.of(new GuardReading(guard.name(), exposure.candidate(), 1, 0, null, outcome(guard.meter())));
	}

	private Outcome outcome(@Nullable String group) {
		HealthEndpoint endpoint = this.endpoint.get();
		if (endpoint == null) {
			return Outcome.INCONCLUSIVE;
		}
		HealthDescriptor health = (group != null) ? endpoint.healthForPath(group) : endpoint.health();
		Status status = (health != null) ? health.getStatus() : Status.UNKNOWN;
		if (status.equals(Status.UP)) {
			return Outcome.PASSED;
		}
		boolean down = status.equals(Status.DOWN) || status.equals(Status.OUT_OF_SERVICE);
		return down ? Outcome.FAILED : Outcome.INCONCLUSIVE;
	}

}
