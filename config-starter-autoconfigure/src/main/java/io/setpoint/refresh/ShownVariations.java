package io.setpoint.refresh;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import io.setpoint.store.OneLine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The candidates that some subjects have, bound beside what is accepted, and those that
 * they would have if nothing were in the way. Used under the pipeline's lock.
 */
final class ShownVariations {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final TypeIndex index;

	private final Candidate.Binding binding;

	private final Clock clock;

	private final Map<String, Trial> trials = new LinkedHashMap<>();

	private final Map<String, List<String>> problems = new ConcurrentHashMap<>();

	ShownVariations(TypeIndex index, Candidate.Binding binding, Clock clock) {
		this.index = index;
		this.binding = binding;
		this.clock = clock;
	}

	boolean isEmpty() {
		return this.trials.isEmpty();
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
	 * @param accepted the accepted contents
	 * @param prefix the prefix of its location
	 * @param variation the variation, {@code null} to show none
	 * @return every problem; empty if it is shown
	 */
	List<String> vary(Map<String, LocationContent> accepted, String prefix, @Nullable Variation variation) {
		this.trials.remove(prefix);
		this.problems.remove(prefix);
		List<String> others = List.copyOf(this.problems.keySet());
		if (variation != null) {
			attempt(accepted, prefix, new Trial(variation, null, Set.of(), Set.of(), null));
		}
		others.forEach((other) -> attempt(accepted, other, trial(other)));
		return problems(prefix);
	}

	private Trial trial(String prefix) {
		return Objects.requireNonNull(this.trials.get(prefix));
	}

	private void attempt(Map<String, LocationContent> accepted, String prefix, Trial before) {
		Candidate candidate = candidate(accepted, prefix, before.variation());
		List<String> problems = new ArrayList<>(candidate.problems());
		problems.addAll(conflicts(prefix, candidate.types()));
		LocationContent stable = accepted.get(prefix);
		if (problems.isEmpty()) {
			this.trials.put(prefix, new Trial(before.variation(), shown(before.variation(), candidate),
					candidate.types(), candidate.names(), stable));
			this.problems.remove(prefix);
			return;
		}
		this.trials.put(prefix,
				new Trial(before.variation(), before.shown(), before.touched(), candidate.names(), stable));
		if (!problems.equals(this.problems.put(prefix, List.copyOf(problems))) && before.shown() != null) {
			logger.warn(OneLine.of("Version '" + before.variation().version()
					+ "' is not valid beside a change, so its subjects keep its last good values: "
					+ String.join("; ", problems)));
		}
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
			if (outcome.getValue() instanceof Bound bound) {
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
	 * Bind anew what a change concerns, so that both sides show it together. What is not
	 * valid then keeps its last good values.
	 * @param accepted the contents after the change
	 * @param types the types that the change concerns
	 */
	void follow(Map<String, LocationContent> accepted, Set<BoundType> types) {
		List<String> concerned = this.trials.keySet()
			.stream()
			.filter((prefix) -> isConcerned(accepted, prefix, types))
			.toList();
		concerned.forEach((prefix) -> attempt(accepted, prefix, trial(prefix)));
		if (!concerned.isEmpty() && this.trials.size() > 1) {
			List.copyOf(this.problems.keySet()).forEach((prefix) -> attempt(accepted, prefix, trial(prefix)));
		}
	}

	private boolean isConcerned(Map<String, LocationContent> accepted, String prefix, Set<BoundType> types) {
		Trial trial = trial(prefix);
		return accepted.get(prefix) != trial.stable() || !Collections.disjoint(trial.touched(), types)
				|| !Collections.disjoint(this.index.readersOf(trial.names()), types);
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

	/**
	 * How far a variation has come.
	 *
	 * @param variation the variation
	 * @param shown what is shown of it, {@code null} as long as it was never valid
	 * @param touched the types that this touches
	 * @param names the properties that it would change by the last attempt
	 * @param stable the accepted content of its location by the last attempt
	 */
	private record Trial(Variation variation, @Nullable Shown shown, Set<BoundType> touched,
			Set<ConfigurationPropertyName> names, @Nullable LocationContent stable) {
	}

}
