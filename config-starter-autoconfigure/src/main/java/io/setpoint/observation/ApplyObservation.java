package io.setpoint.observation;

import java.util.List;
import java.util.Locale;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.setpoint.acceptance.ApplyObserver;
import io.setpoint.mirror.Revision;
import io.setpoint.observation.SetpointObservations.HighCardinality;
import io.setpoint.observation.SetpointObservations.LowCardinality;

/**
 * Observes how changes are applied: a timer, and a span where there is tracing.
 *
 * @since 0.1.0
 */
public class ApplyObservation implements ApplyObserver {

	private final ObservationRegistry registry;

	/**
	 * Create the observation.
	 * @param registry told of it
	 */
	public ApplyObservation(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Runnable applying(List<Revision> revisions) {
		Revision last = revisions.get(revisions.size() - 1);
		Observation observation = SetpointObservations.APPLY.observation(this.registry)
			.lowCardinalityKeyValue(LowCardinality.CAUSE.withValue(last.cause().name().toLowerCase(Locale.ROOT)))
			.highCardinalityKeyValue(HighCardinality.REVISION.withValue(String.valueOf(last.number())))
			.start();
		Observation.Scope scope = observation.openScope();
		return () -> {
			scope.close();
			observation.stop();
		};
	}

}
