package io.setpoint.acceptance;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Bound;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Finds out which properties no type was bound from, nor refers to.
 *
 * @param outcomes what came of binding the types that read what is tried
 * @param publication what the other types were bound from
 * @param index which types may read a name
 */
record UnreadNames(Map<BoundType, Outcome> outcomes, Publication publication, TypeIndex index) {

	Set<ConfigurationPropertyName> among(Collection<ConfigurationPropertyName> names) {
		Set<ConfigurationPropertyName> unread = new LinkedHashSet<>(names);
		this.outcomes.values().forEach((outcome) -> unread.removeAll(outcome.references()));
		unread.removeIf((name) -> this.index.readersOf(List.of(name)).stream().anyMatch((type) -> isRead(type, name)));
		return unread;
	}

	private boolean isRead(BoundType type, ConfigurationPropertyName name) {
		boolean within = type.prefix().equals(name) || type.prefix().isAncestorOf(name);
		return !within || !(properties(type) instanceof Map<?, ?> properties) || properties.containsKey(name)
				|| isReplaced(properties.keySet(), name);
	}

	/**
	 * Return whether a name belongs to an element of a list that is bound without it: the
	 * binder takes a list from one source only, and a stronger one has a shorter list.
	 * @param bound the names that were bound
	 * @param name the name
	 * @return whether it is no mistake that the name was not bound
	 */
	private static boolean isReplaced(Set<?> bound, ConfigurationPropertyName name) {
		for (int size = name.getNumberOfElements(); size > 0; size--) {
			ConfigurationPropertyName element = name.chop(size);
			if (element.isNumericIndex(size - 1) && isAny(bound, element.getParent()) && !isAny(bound, element)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAny(Set<?> bound, ConfigurationPropertyName place) {
		return bound.stream()
			.anyMatch((each) -> each instanceof ConfigurationPropertyName name
					&& (place.equals(name) || place.isAncestorOf(name)));
	}

	private @Nullable Object properties(BoundType type) {
		Outcome outcome = this.outcomes.get(type);
		if (outcome == null) {
			return this.publication.properties(type);
		}
		return (outcome instanceof Bound bound) ? bound.properties() : null;
	}

}
