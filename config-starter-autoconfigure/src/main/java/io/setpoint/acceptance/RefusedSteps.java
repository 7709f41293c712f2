package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What was refused in the making of a draft. What was tried by itself is told by itself;
 * the others are told together for each group that they wait in, and what was repaired on
 * the way is not told at all.
 */
final class RefusedSteps {

	private final List<Step> steps = new ArrayList<>();

	void alone(Changes changes, boolean known) {
		this.steps.add(new Step(0, changes, true, known));
	}

	/**
	 * Note what was let wait without being tried.
	 * @param order its place among all of that
	 * @param changes the changes
	 */
	void together(int order, Changes changes) {
		this.steps.add(new Step(order, changes, false, false));
	}

	/**
	 * Forget what is tried after all.
	 * @param orders the places of the changes
	 */
	void forget(Set<Integer> orders) {
		this.steps.removeIf((step) -> !step.alone && orders.contains(step.order));
	}

	/**
	 * Forget what has been accepted: what comes for the same keys later is refused by
	 * itself.
	 * @param keys the keys of what has been accepted
	 */
	void forgetKeys(Set<String> keys) {
		this.steps.removeIf((step) -> step.changes.keys().stream().anyMatch(keys::contains));
	}

	List<Notice> notices(List<Pending> pending) {
		if (this.steps.isEmpty()) {
			return List.of();
		}
		Map<String, Pending> waiting = new HashMap<>();
		pending.forEach((group) -> group.reach().keys().forEach((key) -> waiting.put(key, group)));
		List<Notice> notices = new ArrayList<>();
		Map<Pending, List<Changes>> together = new LinkedHashMap<>();
		for (Step step : this.steps) {
			Pending group = step.changes.keys()
				.stream()
				.map(waiting::get)
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
			if (group != null && step.alone) {
				notices.add(notice(List.of(step.changes), group, step.known));
			}
			else if (group != null) {
				together.computeIfAbsent(group, (key) -> new ArrayList<>()).add(step.changes);
			}
		}
		together.forEach((group, changes) -> notices.add(notice(changes, group, group.isKnown())));
		return notices;
	}

	private static Notice notice(List<Changes> steps, Pending group, boolean known) {
		long revision = 0;
		Set<String> keys = new LinkedHashSet<>();
		for (Changes step : steps) {
			revision = step.after(revision);
			keys.addAll(step.keys());
		}
		return new Notice(new Rejection(revision, keys, new LinkedHashSet<>(group.reach().types()),
				group.reasons().told(), steps.size()), known);
	}

	private record Step(int order, Changes changes, boolean alone, boolean known) {
	}

}
