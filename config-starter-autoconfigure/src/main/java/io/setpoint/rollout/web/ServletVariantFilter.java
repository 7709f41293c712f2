package io.setpoint.rollout.web;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Tags {@code http.server.requests} of a servlet application with the side of the
 * request.
 *
 * @since 0.1.0
 */
public final class ServletVariantFilter implements ObservationFilter {

	/**
	 * The tag.
	 */
	static final String TAG = "config.variant";

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext server && server.getCarrier() != null) {
			Object variant = server.getCarrier().getAttribute(Assignments.VARIANT);
			context.addLowCardinalityKeyValue(KeyValue.of(TAG, (variant != null) ? variant.toString() : "none"));
		}
		return context;
	}

}
