package io.setpoint.console.access;

/**
 * What somebody may do to a configuration. Every role sees it.
 *
 * @since 0.1.0
 */
public enum Role {

	/**
	 * Sees everything and changes nothing.
	 */
	VIEWER,

	/**
	 * Publishes versions and edits plain keys.
	 */
	EDITOR,

	/**
	 * Approves what somebody else has started.
	 */
	APPROVER,

	/**
	 * Starts, steers and ends rollouts.
	 */
	OPERATOR

}
