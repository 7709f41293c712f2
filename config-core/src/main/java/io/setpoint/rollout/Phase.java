package io.setpoint.rollout;

/**
 * Where a rollout is.
 *
 * @since 0.1.0
 */
public enum Phase {

	/**
	 * Waits for approval. Nobody has the candidate.
	 */
	PROPOSED,

	/**
	 * The cohort of the current stage has the candidate.
	 */
	RUNNING,

	/**
	 * The cohort keeps the candidate, but nothing moves until somebody resumes.
	 */
	PAUSED,

	/**
	 * Everybody has the candidate, which is the stable version now.
	 */
	COMPLETED,

	/**
	 * Somebody has ended it. Everybody has the stable version.
	 */
	ABORTED,

	/**
	 * It has failed. Everybody has the stable version.
	 */
	ROLLED_BACK;

	/**
	 * Return whether a rollout is under way, so that no other may start.
	 * @return {@code false} at the end
	 */
	public boolean isActive() {
		return this == PROPOSED || this == RUNNING || this == PAUSED;
	}

	/**
	 * Return whether the cohort has the candidate.
	 * @return whether the candidate is anywhere
	 */
	public boolean isExposed() {
		return this == RUNNING || this == PAUSED;
	}

}
