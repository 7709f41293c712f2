package io.setpoint.document;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * An accepted key with what it contributes.
 */
record Entry(KeyValue keyValue, List<Property> properties, List<Warning> warnings) {

	/**
	 * Return the names to which one entry contributes something else than the other.
	 * @param before an entry, {@code null} for none
	 * @param after the entry in its place, {@code null} for none
	 * @return the names
	 */
	static Set<ConfigurationPropertyName> difference(@Nullable Entry before, @Nullable Entry after) {
		Map<String, Property> gone = new HashMap<>();
		if (before != null) {
			before.properties.forEach((property) -> gone.put(property.sortKey(), property));
		}
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		if (after != null) {
			for (Property property : after.properties) {
				Property old = gone.remove(property.sortKey());
				if (old == null || !property.bindsLike(old)) {
					names.add(property.name());
				}
			}
		}
		gone.values().forEach((property) -> names.add(property.name()));
		return names;
	}

	Extent extent() {
		return Extent.of(this.properties);
	}

}
