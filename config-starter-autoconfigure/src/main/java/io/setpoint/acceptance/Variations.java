package io.setpoint.acceptance;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The candidates that some requests have beside what is accepted.
 *
 * @since 0.1.0
 */
public final class Variations {

	private final Decisions decisions;

	Variations(Decisions decisions) {
		this.decisions = decisions;
	}

	/**
	 * Bind and validate a candidate beside the accepted content of a location, and show
	 * it to the subjects that it is for. What is not valid, or varies a type that another
	 * candidate does, is not shown until what is in its way has changed.
	 * @param prefix the prefix of the location
	 * @param variation the candidate, {@code null} to end the one that there is
	 * @return every problem, a sentence each, without values; empty if it is shown
	 */
	public List<String> vary(String prefix, @Nullable Variation variation) {
		Draft decided = this.decisions.decide(() -> {
			Draft draft = this.decisions.draft();
			draft.vary(draft.variations().vary(draft.evaluation(), prefix, variation));
			return draft;
		});
		return decided.variations().problems(prefix);
	}

	/**
	 * Return whether a candidate is shown to some subjects.
	 * @param prefix the prefix of its location
	 * @return whether it is, be it with its last good values
	 */
	public boolean isShown(String prefix) {
		return this.decisions.holdings().variations().isShown(prefix);
	}

	/**
	 * Return why a candidate that some requests should have is not shown, or could not
	 * follow a change.
	 * @param prefix the prefix of its location
	 * @return every problem, a sentence each; empty if it is current or there is none
	 */
	public List<String> problems(String prefix) {
		return this.decisions.holdings().variations().problems(prefix);
	}

}
