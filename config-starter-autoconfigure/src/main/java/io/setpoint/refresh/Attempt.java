package io.setpoint.refresh;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Some changes, tried together with everything pending that they are connected with.
 *
 * @param candidate what would come of them
 * @param joined the pending groups that are part of the candidate
 */
record Attempt(Candidate candidate, Set<Pending> joined) {

	static Attempt of(Changes changes, PendingGroups pending, Function<Changes, Candidate> evaluation) {
		Candidate candidate = evaluation.apply(changes);
		Set<Pending> joined = new LinkedHashSet<>();
		while (pending.join(candidate, joined)) {
			Changes earlier = joined.stream().map(Pending::changes).reduce(Changes::then).orElseThrow();
			candidate = evaluation.apply(earlier.then(changes));
		}
		return new Attempt(candidate, joined);
	}

	boolean isValid() {
		return this.candidate.isValid();
	}

}
