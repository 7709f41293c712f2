package io.setpoint.rollout.web;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Tags {@code http.server.requests} of a servlet application with the side of the
 * request: {@code candidate}, {@code stable}, or {@code none} while no rollout is over
 * requests or nobody can tell them apart.
 *
 * @since 0.1.0
 */
public final class ServletVariantFilter implements ObservationFilter {

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext server) {
			HttpServletRequest request = server.getCarrier();
			context.addLowCardinalityKeyValues(
					RequestTag.of((name) -> (request != null) ? request.getAttribute(name) : null));
		}
		return context;
	}

}
