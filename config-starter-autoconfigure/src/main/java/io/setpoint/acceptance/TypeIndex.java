package io.setpoint.acceptance;

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
 * that referred to it by a placeholder when they were last bound. Immutable. A look-up
 * costs the depth of the prefixes, not the number of types; a successor costs something
 * only if references differ, which is seldom.
 */
final class TypeIndex {

	static final TypeIndex EMPTY = new TypeIndex(Map.of(), Map.of());

	private final Map<ConfigurationPropertyName, Set<BoundType>> byPrefix;

	private final Map<BoundType, Set<ConfigurationPropertyName>> references;

	private final Map<ConfigurationPropertyName, Set<BoundType>> byReference = new HashMap<>();

	private final int depth;

	private TypeIndex(Map<ConfigurationPropertyName, Set<BoundType>> byPrefix,
			Map<BoundType, Set<ConfigurationPropertyName>> references) {
		this.byPrefix = byPrefix;
		this.references = references;
		this.depth = byPrefix.keySet()
			.stream()
			.mapToInt(ConfigurationPropertyName::getNumberOfElements)
			.max()
			.orElse(0);
		references.forEach((type, names) -> names.forEach((name) -> add(this.byReference, name, type)));
	}

	private static void add(Map<ConfigurationPropertyName, Set<BoundType>> index, ConfigurationPropertyName name,
			BoundType type) {
		index.computeIfAbsent(name, (key) -> new LinkedHashSet<>()).add(type);
	}

	TypeIndex with(Iterable<BoundType> types) {
		Map<ConfigurationPropertyName, Set<BoundType>> byPrefix = new HashMap<>();
		this.byPrefix.values().forEach((known) -> known.forEach((type) -> add(byPrefix, type.prefix(), type)));
		types.forEach((type) -> add(byPrefix, type.prefix(), type));
		return new TypeIndex(byPrefix, this.references);
	}

	TypeIndex without(Collection<BoundType> types) {
		if (types.isEmpty()) {
			return this;
		}
		Map<ConfigurationPropertyName, Set<BoundType>> byPrefix = new HashMap<>();
		this.byPrefix.values().forEach((known) -> known.forEach((type) -> {
			if (!types.contains(type)) {
				add(byPrefix, type.prefix(), type);
			}
		}));
		Map<BoundType, Set<ConfigurationPropertyName>> references = new HashMap<>(this.references);
		references.keySet().removeAll(types);
		return new TypeIndex(byPrefix, references);
	}

	/**
	 * Remember what an accepted value of a type refers to.
	 * @param type the type
	 * @param references the names that its placeholders asked for
	 * @return the successor
	 */
	TypeIndex accept(BoundType type, Set<ConfigurationPropertyName> references) {
		if (references(type).equals(references)) {
			return this;
		}
		Map<BoundType, Set<ConfigurationPropertyName>> all = new HashMap<>(this.references);
		all.put(type, Set.copyOf(references));
		return new TypeIndex(this.byPrefix, all);
	}

	/**
	 * Remember what a refused value of a type referred to, in addition to the accepted
	 * one: a change of it may be the repair.
	 * @param type the type
	 * @param references the names that its placeholders asked for
	 * @return the successor
	 */
	TypeIndex refuse(BoundType type, Set<ConfigurationPropertyName> references) {
		Set<ConfigurationPropertyName> all = new HashSet<>(references(type));
		all.addAll(references);
		return accept(type, all);
	}

	private Set<ConfigurationPropertyName> references(BoundType type) {
		return this.references.getOrDefault(type, Set.of());
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
			for (ConfigurationPropertyName ancestor = name.chop(this.depth); !ancestor.isEmpty(); ancestor = ancestor
				.getParent()) {
				readers.addAll(this.byPrefix.getOrDefault(ancestor, Set.of()));
			}
			readers.addAll(this.byPrefix.getOrDefault(ConfigurationPropertyName.EMPTY, Set.of()));
		}
		return readers;
	}

}
