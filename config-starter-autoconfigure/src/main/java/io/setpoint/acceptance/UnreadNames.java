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
		return !within || !(properties(type) instanceof Map<?, ?> properties) || properties.containsKey(name);
	}

	private @Nullable Object properties(BoundType type) {
		Outcome outcome = this.outcomes.get(type);
		if (outcome == null) {
			return this.publication.properties(type);
		}
		return (outcome instanceof Bound bound) ? bound.properties() : null;
	}

}
