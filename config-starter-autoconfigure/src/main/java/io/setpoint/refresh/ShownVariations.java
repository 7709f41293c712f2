package io.setpoint.refresh;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.setpoint.LiveOrigin;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Bound;
import io.setpoint.document.LocationContent;
import io.setpoint.refresh.Proposal.Kind;
import io.setpoint.refresh.Variants.Shown;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The candidates that some subjects have, bound beside what is accepted. Used under the
 * pipeline's lock.
 */
final class ShownVariations {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final TypeIndex index;

	private final Candidate.Binding binding;

	private final Clock clock;

	private final Map<String, Shown> shown = new LinkedHashMap<>();

	private final Map<String, Set<BoundType>> touched = new HashMap<>();

	private final Map<String, List<String>> problems = new ConcurrentHashMap<>();

	private final Map<String, @Nullable LocationContent> stable = new HashMap<>();

	ShownVariations(TypeIndex index, Candidate.Binding binding, Clock clock) {
		this.index = index;
		this.binding = binding;
		this.clock = clock;
	}

	List<Shown> all() {
		return List.copyOf(this.shown.values());
	}

	/**
	 * Try a variation, and show it if it is valid.
	 * @param accepted the accepted contents
	 * @param prefix the prefix of its location
	 * @param variation the variation, {@code null} to show none
	 * @return every problem; empty if it is shown
	 */
	List<String> vary(Map<String, LocationContent> accepted, String prefix, @Nullable Variation variation) {
		this.shown.remove(prefix);
		this.touched.remove(prefix);
		this.problems.remove(prefix);
		this.stable.remove(prefix);
		if (variation == null) {
			return List.of();
		}
		Candidate candidate = candidate(accepted, prefix, variation);
		List<String> problems = new ArrayList<>(candidate.problems());
		this.touched.forEach((other, types) -> candidate.types()
			.stream()
			.filter(types::contains)
			.forEach((type) -> problems
				.add(type + " has another candidate already, of '" + other + "': end that rollout first")));
		if (problems.isEmpty()) {
			show(accepted, prefix, variation, candidate);
		}
		return problems;
	}

	private void show(Map<String, LocationContent> accepted, String prefix, Variation variation, Candidate candidate) {
		Map<BoundType, Object> values = new LinkedHashMap<>();
		for (Map.Entry<BoundType, Outcome> outcome : candidate.outcomes().entrySet()) {
			if (outcome.getValue() instanceof Bound bound) {
				values.put(outcome.getKey(), bound.value());
			}
		}
		LiveOrigin origin = new LiveOrigin(variation.revision(), variation.version(), this.clock.instant());
		this.shown.put(prefix, new Shown(variation, values, origin));
		this.touched.put(prefix, candidate.types());
		this.stable.put(prefix, accepted.get(prefix));
	}

	/**
	 * Return why a candidate that is shown does not follow what is accepted.
	 * @param prefix the prefix of its location
	 * @return every problem, empty if it follows
	 */
	List<String> problems(String prefix) {
		return this.problems.getOrDefault(prefix, List.of());
	}

	/**
	 * Bind anew what a change concerns, so that both sides show it together.
	 * @param accepted the contents after the change
	 * @param types the types that the change concerns
	 */
	void follow(Map<String, LocationContent> accepted, Set<BoundType> types) {
		for (String prefix : new HashSet<>(this.shown.keySet())) {
			Shown before = this.shown.get(prefix);
			if (before != null && isConcerned(accepted, prefix, types)) {
				Candidate candidate = candidate(accepted, prefix, before.variation());
				this.problems.remove(prefix);
				if (candidate.isValid()) {
					show(accepted, prefix, before.variation(), candidate);
				}
				else {
					this.problems.put(prefix, List.copyOf(candidate.problems()));
					logger.warn("Version '" + before.variation().version()
							+ "' is not valid beside a change, so its subjects keep its last good values: "
							+ String.join("; ", candidate.problems()));
				}
			}
		}
	}

	private boolean isConcerned(Map<String, LocationContent> accepted, String prefix, Set<BoundType> types) {
		return accepted.get(prefix) != this.stable.get(prefix)
				|| !Collections.disjoint(this.touched.getOrDefault(prefix, Set.of()), types);
	}

	/**
	 * Bind a variation. What its values refer to counts beside what the accepted ones do:
	 * a change of it concerns the variation.
	 * @param accepted the accepted contents
	 * @param prefix the prefix of its location
	 * @param variation the variation
	 * @return what the location would hold
	 */
	private Candidate candidate(Map<String, LocationContent> accepted, String prefix, Variation variation) {
		Candidate candidate = Candidate.evaluate(accepted, replacing(accepted, prefix, variation.content()), this.index,
				this.binding);
		candidate.outcomes().forEach((type, outcome) -> this.index.refuse(type, outcome.references()));
		return candidate;
	}

	/**
	 * Return the changes after which a location shows one entry and nothing else.
	 * @param accepted the accepted contents
	 * @param prefix the prefix of the location
	 * @param entry the entry
	 * @return the changes
	 */
	static Changes replacing(Map<String, LocationContent> accepted, String prefix, KeyValue entry) {
		Map<String, Change> changes = new LinkedHashMap<>();
		LocationContent content = accepted.get(prefix);
		if (content != null) {
			content.entries()
				.forEach((old) -> changes.put(old.key(), new Change.Delete(old.key(), entry.modRevision())));
		}
		changes.put(entry.key(), new Change.Put(entry));
		return new Changes(entry.modRevision(), Kind.REVISION, Map.of(prefix, changes));
	}

}
