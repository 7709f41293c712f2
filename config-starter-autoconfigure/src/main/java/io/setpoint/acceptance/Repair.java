package io.setpoint.acceptance;

import java.util.List;
import java.util.Set;

import io.setpoint.acceptance.Pending.Part;
import org.jspecify.annotations.Nullable;

/**
 * The state between a repair and the next mistake, where both have come in one backlog:
 * who works off one revision after the other shows it. It is looked for by halves, by
 * what the states are refused for.
 *
 * @param attempt the state, which is valid
 * @param later what came after it
 */
record Repair(Attempt attempt, List<Part> later) {

	/**
	 * Look for the state.
	 * @param evaluation knows what is accepted
	 * @param group what is refused as a whole
	 * @param whole the refusal
	 * @return the repair, {@code null} if there is none or it has not come
	 */
	static @Nullable Repair of(Evaluation evaluation, Pending group, Candidate whole) {
		List<Part> parts = group.parts();
		int refused = (int) parts.stream().filter((part) -> part.order() == 0).count();
		int mistaken = group.reasons().isAnyOf(whole.problems()) ? refused : parts.size();
		while (mistaken - refused > 1) {
			int middle = (refused + mistaken) >>> 1;
			Candidate candidate = evaluation
				.of(Changes.merged(parts.subList(0, middle).stream().map(Part::changes).toList()));
			if (candidate.isValid()) {
				return new Repair(new Attempt(List.of(), candidate, Set.of(group)),
						parts.subList(middle, parts.size()));
			}
			if (group.reasons().isAnyOf(candidate.problems())) {
				refused = middle;
			}
			else {
				mistaken = middle;
			}
		}
		return null;
	}

}
