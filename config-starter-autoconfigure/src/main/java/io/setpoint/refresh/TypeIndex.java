package io.setpoint.refresh;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.setpoint.binding.BoundType;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Which types read a property: those whose prefix is an ancestor of its name, and those
 * that referred to it by a placeholder when they were last bound. A look-up costs the
 * depth of the name, not the number of types.
 */
final class TypeIndex {

	private final Map<ConfigurationPropertyName, Set<BoundType>> byPrefix = new HashMap<>();

	private final Map<ConfigurationPropertyName, Set<BoundType>> byReference = new HashMap<>();

	private final Map<BoundType, Set<ConfigurationPropertyName>> accepted = new HashMap<>();

	private final Map<BoundType, Set<ConfigurationPropertyName>> refused = new HashMap<>();

	void add(BoundType type) {
		this.byPrefix.computeIfAbsent(type.prefix(), (prefix) -> new LinkedHashSet<>()).add(type);
	}

	void remove(BoundType type) {
		this.byPrefix.getOrDefault(type.prefix(), Set.of()).remove(type);
		accept(type, Set.of());
	}

	/**
	 * Remember what an accepted value of a type refers to.
	 * @param type the type
	 * @param references the names that its placeholders asked for
	 */
	void accept(BoundType type, Set<ConfigurationPropertyName> references) {
		Set<ConfigurationPropertyName> outdated = new HashSet<>(this.accepted.getOrDefault(type, Set.of()));
		outdated.addAll(this.refused.getOrDefault(type, Set.of()));
		this.refused.remove(type);
		this.accepted.put(type, references);
		outdated.removeAll(references);
		outdated.forEach((name) -> this.byReference.getOrDefault(name, Set.of()).remove(type));
		refer(type, references);
	}

	/**
	 * Remember what a refused value of a type referred to, in addition to the accepted
	 * one: a change of it may be the repair.
	 * @param type the type
	 * @param references the names that its placeholders asked for
	 */
	void refuse(BoundType type, Set<ConfigurationPropertyName> references) {
		this.refused.computeIfAbsent(type, (key) -> new HashSet<>()).addAll(references);
		refer(type, references);
	}

	private void refer(BoundType type, Set<ConfigurationPropertyName> references) {
		for (ConfigurationPropertyName name : references) {
			this.byReference.computeIfAbsent(name, (key) -> new LinkedHashSet<>()).add(type);
		}
	}

	/**
	 * Return the types that read any of some properties.
	 * @param names the names of the properties
	 * @return the types
	 */
	Set<BoundType> readersOf(Collection<ConfigurationPropertyName> names) {
		Set<BoundType> readers = new LinkedHashSet<>();
		for (ConfigurationPropertyName name : names) {
			readers.addAll(this.byReference.getOrDefault(name, Set.of()));
			for (ConfigurationPropertyName ancestor = name; !ancestor.isEmpty(); ancestor = ancestor.getParent()) {
				readers.addAll(this.byPrefix.getOrDefault(ancestor, Set.of()));
			}
			readers.addAll(this.byPrefix.getOrDefault(ConfigurationPropertyName.EMPTY, Set.of()));
		}
		return readers;
	}

}
