package io.setpoint.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All contributions to one name, the most specific first.
 */
record Slot(List<Property> properties) {

	Property winner() {
		return this.properties.get(0);
	}

	boolean isSpelled(String name) {
		for (Property property : this.properties) {
			if (property.spelling().equals(name)) {
				return true;
			}
		}
		return winner().name().toString().equals(name);
	}

	static Slot with(@Nullable Slot slot, Property property) {
		if (slot == null) {
			return new Slot(List.of(property));
		}
		List<Property> properties = new ArrayList<>(slot.properties);
		properties.add(property);
		properties.sort(Comparator.comparing(Property::placement));
		return new Slot(List.copyOf(properties));
	}

	@Nullable Slot without(String key) {
		List<Property> remaining = this.properties.stream()
			.filter((property) -> !property.placement().key().equals(key))
			.toList();
		return remaining.isEmpty() ? null : new Slot(remaining);
	}

}
