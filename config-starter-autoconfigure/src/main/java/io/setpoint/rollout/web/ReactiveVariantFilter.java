package io.setpoint.rollout.web;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Tags {@code http.server.requests} of a reactive application with the side of the
 * request, in the values of {@link ServletVariantFilter}.
 *
 * @since 0.1.0
 */
public final class ReactiveVariantFilter implements ObservationFilter {

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext server) {
			context.addLowCardinalityKeyValues(RequestTag.of(server.getAttributes()::get));
		}
		return context;
	}

}
