package io.setpoint.acceptance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Some changes, tried together with everything pending that they are connected with.
 *
 * @param steps the changes, none if something pending is tried by itself
 * @param candidate what would come of them
 * @param joined the pending groups that are part of the candidate
 */
record Attempt(List<Changes> steps, Candidate candidate, Set<Pending> joined) {

	/**
	 * Return the revision that everything is worked off to once this is accepted. What
	 * was pending has been worked off before, and may be of a store that was replaced
	 * since, whose numbers were higher.
	 * @param before the revision before
	 * @return the revision after
	 */
	long after(long before) {
		long after = before;
		for (Changes step : this.steps) {
			after = step.after(after);
		}
		return after;
	}

	/**
	 * Return the step that is named by the refusal: of those that were the last to write
	 * a key that a reason concerns, the first.
	 * @return its place among the steps, -1 if there is none
	 */
	int suspect() {
		Set<String> named = new HashSet<>(
				Reasons.of(this.candidate.problems(), this.candidate.changes().keys()).named());
		int suspect = -1;
		for (int i = this.steps.size() - 1; i >= 0 && !named.isEmpty(); i--) {
			if (named.removeAll(this.steps.get(i).keys())) {
				suspect = i;
			}
		}
		return suspect;
	}

	boolean isValid() {
		return this.candidate.isValid();
	}

}
