package io.setpoint.configdata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationPropertySource;

/**
 * The one property source of each location.
 */
class LocationSources {

	private final Map<String, LocationPropertySource> sources = new LinkedHashMap<>();

	synchronized LocationPropertySource get(ImportedLocation location) {
		return this.sources.computeIfAbsent(location.prefix(),
				(prefix) -> new LocationPropertySource(location.displayName(), location.empty()));
	}

	synchronized List<LocationPropertySource> all() {
		return List.copyOf(this.sources.values());
	}

}
