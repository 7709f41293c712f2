package io.setpoint.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
	 * @return the names, each once
	 */
	static Collection<ConfigurationPropertyName> difference(@Nullable Entry before, @Nullable Entry after) {
		if (before == null || after == null) {
			return (after != null) ? after.names() : (before != null) ? before.names() : List.of();
		}
		Map<String, Property> gone = new HashMap<>();
		before.properties.forEach((property) -> gone.put(property.sortKey(), property));
		List<ConfigurationPropertyName> names = new ArrayList<>();
		for (Property property : after.properties) {
			Property old = gone.remove(property.sortKey());
			if (old == null || !property.bindsLike(old)) {
				names.add(property.name());
			}
		}
		gone.values().forEach((property) -> names.add(property.name()));
		return names;
	}

	private List<ConfigurationPropertyName> names() {
		List<ConfigurationPropertyName> names = new ArrayList<>(this.properties.size());
		this.properties.forEach((property) -> names.add(property.name()));
		return names;
	}

	Extent extent() {
		return Extent.of(this.properties);
	}

}
