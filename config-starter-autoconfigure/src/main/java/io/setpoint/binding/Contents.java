package io.setpoint.binding;

import java.util.Map;

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

	/**
	 * Take locations to contain what is given for their prefixes, and the others what
	 * they show.
	 * @param contents the contents by the prefixes of the locations
	 * @return the contents
	 */
	static Contents of(Map<String, LocationContent> contents) {
		return (location) -> contents.getOrDefault(location.content().prefix(), location.content());
	}

}
