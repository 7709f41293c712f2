package io.setpoint.refresh;

import java.util.Set;

/**
 * Some changes, tried together with everything pending that they are connected with.
 *
 * @param candidate what would come of them
 * @param joined the pending groups that are part of the candidate
 */
record Attempt(Candidate candidate, Set<Pending> joined) {

	boolean isValid() {
		return this.candidate.isValid();
	}

}
