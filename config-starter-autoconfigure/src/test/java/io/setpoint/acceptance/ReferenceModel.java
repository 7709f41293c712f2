package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What is accepted and what is pending by the letter of the contract: one revision after
 * the other, everything from scratch each time, without regard to cost. Only how a
 * content is read and how a type is bound are taken from the product.
 */
final class ReferenceModel {

	private final List<String> prefixes;

	private final String versions;

	private final List<BoundType> types = new ArrayList<>();

	private final TypeBinder binder;

	final Map<String, KeyValue> accepted = new TreeMap<>();

	final Map<BoundType, Object> values = new HashMap<>();

	private final Map<BoundType, Set<ConfigurationPropertyName>> references = new HashMap<>();

	private List<Group> groups = new ArrayList<>();

	/**
	 * Create a model.
	 * @param prefixes the locations, strongest first
	 * @param versions a location that shows no version to anybody but to some subjects,
	 * stronger than all others
	 * @param types the types
	 * @param binder binds them
	 */
	ReferenceModel(List<String> prefixes, String versions, BoundTypes types, TypeBinder binder) {
		this.prefixes = prefixes;
		this.versions = versions;
		types.forEach(this.types::add);
		this.binder = binder;
		this.types.forEach((type) -> remember(type, bind(type, contents(this.accepted))));
	}

	/**
	 * Take a revision.
	 * @param changes its changes by key
	 */
	void step(Map<String, Change> changes) {
		Group group = new Group();
		group.add(changes);
		for (Group other = connected(group); other != null; other = connected(group)) {
			this.groups.remove(other);
			group.join(other);
		}
		group.add(changes);
		if (!accept(group)) {
			this.groups.add(group);
		}
	}

	private Group connected(Group group) {
		return this.groups.stream().filter(group::isConnected).findFirst().orElse(null);
	}

	/**
	 * Try everything again that waits.
	 */
	void retry() {
		this.groups = new ArrayList<>(this.groups.stream().filter((group) -> !accept(group)).toList());
	}

	/**
	 * Bind again what reads some properties of another source, and try again what waits.
	 * @param names the names of the properties
	 */
	void rebind(Set<ConfigurationPropertyName> names) {
		Map<String, LocationContent> contents = contents(this.accepted);
		for (BoundType type : readers(names)) {
			Outcome outcome = bind(type, contents);
			if (outcome instanceof Bound) {
				remember(type, outcome);
			}
			else {
				Set<ConfigurationPropertyName> all = new HashSet<>(this.references.get(type));
				all.addAll(outcome.references());
				refer(type, all);
			}
		}
		retry();
	}

	Map<String, Long> pending() {
		Map<String, Long> pending = new TreeMap<>();
		this.groups.forEach((group) -> group.changes.forEach((key, change) -> pending.put(key, change.revision())));
		return pending;
	}

	private boolean accept(Group group) {
		Map<String, KeyValue> after = new TreeMap<>(this.accepted);
		group.changes.forEach((key, change) -> apply(after, change));
		Set<String> unreadable = new HashSet<>();
		this.prefixes.forEach((prefix) -> LocationContent.empty(prefix, "etcd:" + prefix)
			.with(puts(prefix, after))
			.problems()
			.forEach((problem) -> unreadable.add(problem.key())));
		unreadable.forEach((key) -> after.compute(key, (same, entry) -> this.accepted.get(key)));
		Map<String, LocationContent> contents = contents(after);
		Set<ConfigurationPropertyName> differing = difference(contents(this.accepted).values(), contents.values());
		Map<BoundType, Outcome> outcomes = new LinkedHashMap<>();
		readers(differing).forEach((type) -> outcomes.put(type, bind(type, contents)));
		if (!unreadable.isEmpty() || !outcomes.values().stream().allMatch(Bound.class::isInstance)) {
			group.settle(differing, outcomes.values());
			return false;
		}
		this.accepted.clear();
		this.accepted.putAll(after);
		outcomes.forEach(this::remember);
		return true;
	}

	private void remember(BoundType type, Outcome outcome) {
		if (outcome instanceof Bound bound) {
			this.values.put(type, bound.value());
			refer(type, outcome.references());
		}
	}

	/**
	 * Whoever comes to read what waits, waits with it.
	 * @param type a type
	 * @param references what it refers to
	 */
	private void refer(BoundType type, Set<ConfigurationPropertyName> references) {
		this.references.put(type, references);
		this.groups.forEach((group) -> group.touch(group.names));
	}

	private static void apply(Map<String, KeyValue> state, Change change) {
		if (change instanceof Change.Put put) {
			state.put(put.key(), put.entry());
		}
		else {
			state.remove(change.key());
		}
	}

	Outcome bind(BoundType type, Map<String, LocationContent> contents) {
		return this.binder.bind(type, (source) -> Objects.requireNonNull(contents.get(source.content().prefix())));
	}

	List<BoundType> types() {
		return this.types;
	}

	/**
	 * Read contents from scratch.
	 * @param state all keys
	 * @return the contents by prefix
	 */
	Map<String, LocationContent> contents(Map<String, KeyValue> state) {
		Map<String, LocationContent> contents = new LinkedHashMap<>();
		contents.put(this.versions, LocationContent.ofVersions(this.versions, "rollout:"));
		this.prefixes.forEach((prefix) -> contents.put(prefix,
				LocationContent.empty(prefix, "etcd:" + prefix).with(puts(prefix, state)).content()));
		return contents;
	}

	/**
	 * Work out from scratch what some subjects have.
	 * @param state all keys that everybody has
	 * @param version what the subjects have in addition
	 * @return the values of the types that read the version, {@code null} if one of them
	 * is not valid or the version cannot be read
	 */
	@Nullable Map<BoundType, Object> varied(Map<String, KeyValue> state, KeyValue version) {
		Map<String, LocationContent> contents = contents(state);
		LocationContent.Update update = contents.get(this.versions).with(List.of(new Change.Put(version)));
		if (!update.problems().isEmpty()) {
			return null;
		}
		Map<String, LocationContent> varied = new LinkedHashMap<>(contents);
		varied.put(this.versions, update.content());
		Set<ConfigurationPropertyName> names = difference(contents.values(), varied.values());
		Map<BoundType, Object> values = new LinkedHashMap<>();
		for (BoundType type : this.types) {
			boolean refers = !Collections.disjoint(names, bind(type, contents).references());
			if (refers || names.stream().anyMatch((name) -> type.prefix().isAncestorOf(name))) {
				if (!(bind(type, varied) instanceof Bound bound)) {
					return null;
				}
				values.put(type, bound.value());
			}
		}
		return values;
	}

	/**
	 * Return whether an application that starts now accepts everything.
	 * @param state all keys
	 * @return whether every key can be read and every type is valid
	 */
	boolean isValid(Map<String, KeyValue> state) {
		Map<String, LocationContent> contents = contents(state);
		int keys = contents.values().stream().mapToInt(LocationContent::keyCount).sum();
		return keys == state.size() && this.types.stream().allMatch((type) -> bind(type, contents) instanceof Bound);
	}

	private static List<Change> puts(String prefix, Map<String, KeyValue> state) {
		List<Change> puts = new ArrayList<>();
		state.forEach((key, entry) -> {
			if (key.startsWith(prefix)) {
				puts.add(new Change.Put(entry));
			}
		});
		return puts;
	}

	private Set<BoundType> readers(Set<ConfigurationPropertyName> names) {
		Set<BoundType> readers = new HashSet<>();
		for (BoundType type : this.types) {
			boolean refers = !Collections.disjoint(names, this.references.getOrDefault(type, Set.of()));
			if (refers || names.stream().anyMatch((name) -> type.prefix().isAncestorOf(name))) {
				readers.add(type);
			}
		}
		return readers;
	}

	private static Set<ConfigurationPropertyName> difference(Collection<LocationContent> before,
			Collection<LocationContent> after) {
		Map<ConfigurationPropertyName, List<Object>> old = flat(before);
		Map<ConfigurationPropertyName, List<Object>> young = flat(after);
		Set<ConfigurationPropertyName> names = new HashSet<>(old.keySet());
		names.addAll(young.keySet());
		names.removeIf((name) -> Objects.equals(old.get(name), young.get(name)));
		return names;
	}

	private static Map<ConfigurationPropertyName, List<Object>> flat(Collection<LocationContent> contents) {
		Map<ConfigurationPropertyName, List<Object>> flat = new HashMap<>();
		for (LocationContent content : contents) {
			content.source(ConfigurationPropertyName.EMPTY)
				.forEach(
						(name) -> flat.computeIfAbsent(name, (key) -> new ArrayList<>())
							.add(List.of(content.prefix(), Objects
								.requireNonNull(
										content.source(ConfigurationPropertyName.EMPTY).getConfigurationProperty(name))
								.getValue())));
		}
		return flat;
	}

	/**
	 * Changes that wait together.
	 */
	private final class Group {

		private final Map<String, Change> changes = new LinkedHashMap<>();

		private final Set<ConfigurationPropertyName> names = new HashSet<>();

		private final Set<BoundType> types = new HashSet<>();

		private final Set<ConfigurationPropertyName> references = new HashSet<>();

		void add(Map<String, Change> changes) {
			changes.forEach((key, change) -> touch(contributed(key, change)));
			this.changes.putAll(changes);
		}

		private Set<ConfigurationPropertyName> contributed(String key, Change change) {
			Map<String, KeyValue> before = only(key, ReferenceModel.this.accepted.get(key));
			Map<String, KeyValue> after = only(key, (change instanceof Change.Put put) ? put.entry() : null);
			return difference(contents(before).values(), contents(after).values());
		}

		/**
		 * Keep what is left of the changes: a delete of what was never accepted is over.
		 * @param differing the names whose values would be others
		 * @param outcomes what came of binding their types
		 */
		void settle(Set<ConfigurationPropertyName> differing, Collection<Outcome> outcomes) {
			this.names.clear();
			this.changes.forEach((key, change) -> touch(contributed(key, change)));
			touch(differing);
			this.changes.entrySet()
				.removeIf((change) -> change.getValue() instanceof Change.Delete
						&& !ReferenceModel.this.accepted.containsKey(change.getKey()));
			this.references.clear();
			outcomes.forEach((outcome) -> this.references.addAll(outcome.references()));
		}

		private static Map<String, KeyValue> only(String key, KeyValue entry) {
			return (entry != null) ? Map.of(key, entry) : Map.of();
		}

		void touch(Set<ConfigurationPropertyName> names) {
			this.names.addAll(names);
			this.types.addAll(readers(names));
		}

		void join(Group other) {
			this.changes.putAll(other.changes);
			this.names.addAll(other.names);
			this.types.addAll(other.types);
			this.references.addAll(other.references);
		}

		boolean isConnected(Group other) {
			return !Collections.disjoint(this.changes.keySet(), other.changes.keySet())
					|| !Collections.disjoint(this.types, other.types)
					|| !Collections.disjoint(this.names, other.references);
		}

	}

}
