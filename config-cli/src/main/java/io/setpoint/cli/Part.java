package io.setpoint.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Some properties of a file that is imported, which have effect together.
 *
 * @param source where they are written
 * @param profile the profile, or expression of profiles, that they are for; {@code null}
 * for all
 * @param properties their values by name, in the order in which they are written
 */
record Part(String source, @Nullable String profile, Map<String, Object> properties) {

	Part {
		properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
	}

	@Override
	public String toString() {
		return this.source + ((this.profile != null) ? " for profile '" + this.profile + "'" : "");
	}

}
