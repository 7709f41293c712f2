package io.setpoint.refresh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.LocationContent;
import io.setpoint.refresh.Candidate.Binding;
import io.setpoint.refresh.Proposal.Kind;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Finds a valid state to start from. What is not valid goes back to its last good state,
 * together with everything that was written by the same revisions, until all types are
 * valid.
 */
final class FirstAcceptance {

	private final StartState start;

	private final TypeIndex index;

	private final Binding binding;

	private final Map<String, Map<String, Change>> held = new LinkedHashMap<>();

	private final Set<BoundType> types = new LinkedHashSet<>();

	private final List<String> problems;

	private Map<String, LocationContent> contents = Map.of();

	private Map<BoundType, Outcome> outcomes = Map.of();

	FirstAcceptance(StartState start, TypeIndex index, Binding binding) {
		this.start = start;
		this.index = index;
		this.binding = binding;
		this.problems = new ArrayList<>(start.problems());
	}

	/**
	 * Find the state.
	 * @param contents the contents as they were read
	 * @param outcomes what came of binding all types against them
	 * @return the contents to accept
	 * @throws InvalidConfigurationException if there is no valid state
	 */
	Map<String, LocationContent> accept(Map<String, LocationContent> contents, Map<BoundType, Outcome> outcomes) {
		this.contents = new HashMap<>(contents);
		this.outcomes = new LinkedHashMap<>(outcomes);
		outcomes.forEach((type, outcome) -> note(outcome));
		this.start.refused().changes().forEach((prefix, changes) -> changes.forEach((change) -> hold(prefix, change)));
		Set<Long> revisions = heldRevisions();
		while (!failing().isEmpty() || !revisions.isEmpty()) {
			if (goBack(failing(), revisions) == 0 && !failing().isEmpty()) {
				throw new InvalidConfigurationException(this.problems);
			}
			Set<Long> known = revisions;
			revisions = heldRevisions();
			revisions.removeAll(known);
		}
		return this.contents;
	}

	private void note(Outcome outcome) {
		if (outcome instanceof Refused refused) {
			this.problems.addAll(refused.problems());
		}
	}

	private void hold(String prefix, Change change) {
		this.held.computeIfAbsent(prefix, (key) -> new LinkedHashMap<>()).put(change.key(), change);
	}

	private Set<Long> heldRevisions() {
		Set<Long> revisions = new HashSet<>();
		this.held.values().forEach((changes) -> changes.values().forEach((change) -> revisions.add(change.revision())));
		return revisions;
	}

	private Set<BoundType> failing() {
		Set<BoundType> failing = new LinkedHashSet<>();
		this.outcomes.forEach((type, outcome) -> {
			if (outcome instanceof Refused) {
				failing.add(type);
			}
		});
		this.types.addAll(failing);
		return failing;
	}

	private int goBack(Set<BoundType> failing, Set<Long> revisions) {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		int count = 0;
		for (Map.Entry<String, LocationContent> fallback : this.start.fallback().entrySet()) {
			String prefix = fallback.getKey();
			LocationContent content = Objects.requireNonNull(this.contents.get(prefix));
			List<Change> reversals = reversals(prefix, content, fallback.getValue(), failing, revisions);
			LocationContent.Update update = content.with(reversals);
			this.contents.put(prefix, update.content());
			names.addAll(update.changed());
			count += reversals.size();
		}
		rebind(names, failing);
		return count;
	}

	private List<Change> reversals(String prefix, LocationContent content, LocationContent fallback,
			Set<BoundType> failing, Set<Long> revisions) {
		List<Change> reversals = new ArrayList<>();
		Set<String> keys = new LinkedHashSet<>();
		content.entries().forEach((entry) -> keys.add(entry.key()));
		fallback.entries().forEach((entry) -> keys.add(entry.key()));
		for (String key : keys) {
			KeyValue current = content.entry(key);
			KeyValue good = fallback.entry(key);
			boolean sameRevision = current != null && revisions.contains(current.modRevision());
			boolean read = !Objects.equals(current, good) && isRead(key, content, fallback, failing);
			if (!Objects.equals(current, good) && (sameRevision || read)) {
				hold(prefix,
						(current != null) ? new Change.Put(current) : new Change.Delete(key, this.start.revision()));
				reversals.add((good != null) ? new Change.Put(good) : new Change.Delete(key, this.start.revision()));
			}
		}
		return reversals;
	}

	private boolean isRead(String key, LocationContent content, LocationContent fallback, Set<BoundType> failing) {
		Set<ConfigurationPropertyName> names = new HashSet<>(content.names(key));
		names.addAll(fallback.names(key));
		Collection<BoundType> readers = this.index.readersOf(names);
		return readers.stream().anyMatch(failing::contains);
	}

	private void rebind(Set<ConfigurationPropertyName> names, Set<BoundType> failing) {
		Set<BoundType> readers = this.index.readersOf(names);
		readers.addAll(failing);
		this.types.addAll(readers);
		readers.forEach((type) -> this.outcomes.put(type, this.binding.bind(type, this.contents)));
	}

	/**
	 * Return what was found in etcd and waits for a repair.
	 * @return the changes, if there are any
	 */
	Optional<Changes> pending() {
		return this.held.isEmpty() ? Optional.empty()
				: Optional.of(new Changes(this.start.revision(), Kind.REREAD, this.held));
	}

	Set<BoundType> types() {
		return this.types;
	}

	List<String> problems() {
		return this.problems;
	}

	Map<BoundType, Outcome> outcomes() {
		return this.outcomes;
	}

}
