package io.setpoint.acceptance;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.setpoint.LiveOrigin;
import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.acceptance.Variants.Shown;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.Contents;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Bound;
import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The candidates that some subjects have, bound beside what is accepted, and those that
 * they would have if nothing were in the way. Immutable.
 */
final class ShownVariations {

	private final Clock clock;

	private final Map<String, Trial> trials;

	private final Map<String, List<String>> problems;

	private ShownVariations(Clock clock, Map<String, Trial> trials, Map<String, List<String>> problems) {
		this.clock = clock;
		this.trials = trials;
		this.problems = problems;
	}

	static ShownVariations none(Clock clock) {
		return new ShownVariations(clock, Map.of(), Map.of());
	}

	private ShownVariations copy() {
		return new ShownVariations(this.clock, new LinkedHashMap<>(this.trials), new LinkedHashMap<>(this.problems));
	}

	List<Shown> all() {
		return this.trials.values().stream().map(Trial::shown).filter(Objects::nonNull).toList();
	}

	boolean isShown(String prefix) {
		Trial trial = this.trials.get(prefix);
		return trial != null && trial.shown() != null;
	}

	/**
	 * Try a variation, and show it if it is valid. Those that others were in the way of
	 * are tried again.
	 * @param evaluation knows what is accepted
	 * @param prefix the prefix of its location
	 * @param variation the variation, {@code null} to show none
	 * @return the successor
	 */
	ShownVariations vary(Evaluation evaluation, String prefix, @Nullable Variation variation) {
		ShownVariations next = copy();
		next.trials.remove(prefix);
		next.problems.remove(prefix);
		List<String> others = List.copyOf(next.problems.keySet());
		if (variation != null) {
			next.attempt(evaluation, prefix,
					new Trial(variation, null, Set.of(), Set.of(), Set.of(), Set.of(), null, Map.of()));
		}
		others.forEach((other) -> next.attempt(evaluation, other, next.trial(other)));
		return next;
	}

	private Trial trial(String prefix) {
		return Objects.requireNonNull(this.trials.get(prefix));
	}

	private void attempt(Evaluation evaluation, String prefix, Trial before) {
		Variation variation = before.variation();
		Candidate candidate = evaluation.of(replacing(evaluation.accepted(), prefix, variation.content()));
		Set<BoundType> types = candidate.outcomes().keySet();
		List<String> problems = new ArrayList<>(candidate.problems());
		problems.addAll(conflicts(prefix, types));
		LocationContent stable = evaluation.accepted().get(prefix);
		if (problems.isEmpty()) {
			this.trials.put(prefix, new Trial(variation, shown(variation, candidate), types, types, candidate.names(),
					candidate.references(), stable, own(candidate, prefix)));
			this.problems.remove(prefix);
		}
		else {
			this.trials.put(prefix, new Trial(variation, before.shown(), before.touched(), types, candidate.names(),
					candidate.references(), stable, own(candidate, prefix)));
			this.problems.put(prefix, List.copyOf(problems));
		}
	}

	private static Map<String, LocationContent> own(Candidate candidate, String prefix) {
		LocationContent content = candidate.contents().get(prefix);
		return (content != null) ? Map.of(prefix, content) : Map.of();
	}

	/**
	 * Return what to say about variations that have not followed a change and keep their
	 * last good values.
	 * @param before the variations before the change
	 * @return the warnings
	 */
	List<String> warnings(ShownVariations before) {
		List<String> warnings = new ArrayList<>();
		this.problems.forEach((prefix, problems) -> {
			if (isShown(prefix) && !problems.equals(before.problems.get(prefix))) {
				warnings.add("Version '" + trial(prefix).variation().version()
						+ "' is not valid beside a change, so its subjects keep its last good values: "
						+ String.join("; ", Reasons.first(problems, Reasons.TOLD)));
			}
		});
		return warnings;
	}

	/**
	 * No type is in two variations: whoever has it keeps it.
	 * @param prefix the prefix of a variation's location
	 * @param types the types that it touches
	 * @return a sentence for each that another one has
	 */
	private List<String> conflicts(String prefix, Set<BoundType> types) {
		List<String> conflicts = new ArrayList<>();
		this.trials.forEach((other, trial) -> types.stream()
			.filter((type) -> !other.equals(prefix) && trial.touched().contains(type))
			.forEach((type) -> conflicts
				.add(type + " has another candidate already, of '" + other + "': end that rollout first")));
		return conflicts;
	}

	private Shown shown(Variation variation, Candidate candidate) {
		Map<BoundType, Object> values = new LinkedHashMap<>();
		for (Map.Entry<BoundType, Outcome> outcome : candidate.outcomes().entrySet()) {
			if (outcome.getValue() instanceof Bound bound && bound.value() != null) {
				values.put(outcome.getKey(), bound.value());
			}
		}
		return new Shown(variation, values,
				new LiveOrigin(variation.revision(), variation.version(), this.clock.instant()));
	}

	/**
	 * Return why a candidate is not shown, or does not follow what is accepted.
	 * @param prefix the prefix of its location
	 * @return every problem, empty if it follows
	 */
	List<String> problems(String prefix) {
		return this.problems.getOrDefault(prefix, List.of());
	}

	/**
	 * Return what some subjects have instead of what is accepted, by the last attempts.
	 * @return the contents of each variation
	 */
	List<Contents> contents() {
		return this.trials.values().stream().map((trial) -> Contents.of(trial.contents())).toList();
	}

	/**
	 * Bind anew what a change concerns, so that both sides show it together. What is not
	 * valid then keeps its last good values.
	 * @param evaluation knows what is accepted after the change
	 * @param names the properties that have changed
	 * @param types the types that the change concerns
	 * @return the successor
	 */
	ShownVariations follow(Evaluation evaluation, Set<ConfigurationPropertyName> names, Set<BoundType> types) {
		List<String> concerned = this.trials.keySet()
			.stream()
			.filter((prefix) -> isConcerned(evaluation, prefix, names, types))
			.toList();
		if (concerned.isEmpty()) {
			return this;
		}
		ShownVariations next = copy();
		concerned.forEach((prefix) -> next.attempt(evaluation, prefix, next.trial(prefix)));
		if (next.trials.size() > 1) {
			List.copyOf(next.problems.keySet())
				.forEach((prefix) -> next.attempt(evaluation, prefix, next.trial(prefix)));
		}
		return next;
	}

	private boolean isConcerned(Evaluation evaluation, String prefix, Set<ConfigurationPropertyName> names,
			Set<BoundType> types) {
		Trial trial = trial(prefix);
		return evaluation.accepted().get(prefix) != trial.stable() || !Collections.disjoint(trial.touched(), types)
				|| !Collections.disjoint(trial.tried(), types) || !Collections.disjoint(trial.references(), names)
				|| !Collections.disjoint(evaluation.index().readersOf(trial.names()), types);
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

	/**
	 * How far a variation has come.
	 *
	 * @param variation the variation
	 * @param shown what is shown of it, {@code null} as long as it was never valid
	 * @param touched the types that this touches
	 * @param tried the types that the last attempt touched
	 * @param names the properties that it would change by the last attempt
	 * @param references what its values referred to by the last attempt
	 * @param stable the accepted content of its location by the last attempt
	 * @param contents what its location would contain by the last attempt
	 */
	private record Trial(Variation variation, @Nullable Shown shown, Set<BoundType> touched, Set<BoundType> tried,
			Set<ConfigurationPropertyName> names, Set<ConfigurationPropertyName> references,
			@Nullable LocationContent stable, Map<String, LocationContent> contents) {
	}

}
