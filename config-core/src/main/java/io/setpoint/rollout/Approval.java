package io.setpoint.rollout;

/**
 * Whether a rollout waits for somebody's approval.
 *
 * @since 0.1.0
 */
public enum Approval {

	/**
	 * It runs at once.
	 */
	NONE,

	/**
	 * It runs when somebody other than its author has approved it.
	 */
	REQUIRED

}
