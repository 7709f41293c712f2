package io.setpoint.rollout;

/**
 * What a guard says about the canary.
 *
 * @param guard the name of the guard
 * @param outcome the judgement
 * @param text the readings behind it, in words
 * @param dryRun whether it is only reported
 * @since 0.1.0
 */
public record GuardVerdict(String guard, Outcome outcome, String text, boolean dryRun) {

	/**
	 * A judgement.
	 */
	public enum Outcome {

		/**
		 * The condition holds.
		 */
		PASSED,

		/**
		 * The condition does not hold: the rollout goes back.
		 */
		FAILED,

		/**
		 * There is nothing, or too little, to judge by: the rollout holds.
		 */
		INCONCLUSIVE

	}

}
