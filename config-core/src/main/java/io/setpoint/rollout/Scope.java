package io.setpoint.rollout;

/**
 * What a stage takes its share of.
 *
 * @since 0.1.0
 */
public enum Scope {

	/**
	 * Of the live instances: an instance of the cohort has the candidate for everything
	 * that it does.
	 */
	INSTANCES,

	/**
	 * Of the subjects of requests: every instance has both versions.
	 */
	REQUESTS

}
