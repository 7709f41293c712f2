package io.setpoint.binding;

import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;

/**
 * What each location is taken to contain while a candidate is bound.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Contents {

	/**
	 * Return the content of a location.
	 * @param source the location's source in the environment
	 * @return its content, accepted or candidate
	 */
	LocationContent of(LocationPropertySource source);

}
