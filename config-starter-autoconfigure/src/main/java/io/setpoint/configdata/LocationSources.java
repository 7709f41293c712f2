package io.setpoint.configdata;

import java.util.HashMap;
import java.util.Map;

import io.setpoint.document.LocationPropertySource;

/**
 * The one property source of each location. It takes its place among the imports when the
 * import is resolved, and is filled when the profiles are known, because what is for a
 * profile may say where etcd is.
 */
class LocationSources {

	private final Map<String, LocationPropertySource> sources = new HashMap<>();

	synchronized LocationPropertySource get(ImportedLocation location) {
		return this.sources.computeIfAbsent(location.prefix(),
				(prefix) -> new LocationPropertySource(location.displayName(), location.empty()));
	}

}
