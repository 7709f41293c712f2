package io.setpoint.refresh;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.setpoint.binding.BoundType;

/**
 * Changes that wait, whole, for a repair.
 *
 * @param changes the changes, overtaken ones dropped
 * @param types the types that wait with them
 * @param problems why they wait
 * @param since when the oldest of them was refused
 */
record Pending(Changes changes, Set<BoundType> types, List<String> problems, Instant since) {

	static Pending of(Candidate candidate, Instant since) {
		return new Pending(candidate.changes(), candidate.types(), candidate.problems(), since);
	}

	boolean isConnected(Candidate candidate) {
		return !Collections.disjoint(this.types, candidate.types())
				|| !Collections.disjoint(this.changes.keys(), candidate.changes().keys());
	}

	/**
	 * Describe what waits, key by key.
	 * @return the refusals
	 */
	Collection<Refusal> refusals() {
		List<Refusal> refusals = new ArrayList<>();
		String reason = String.join("; ", this.problems);
		Set<String> types = new LinkedHashSet<>();
		this.types.forEach((type) -> types.add(type.type().getName()));
		this.changes.byPrefix()
			.forEach((prefix, changes) -> changes.values()
				.forEach((change) -> refusals
					.add(new Refusal(prefix, change.key(), change.revision(), reason, types, this.since))));
		return refusals;
	}

}
