package io.setpoint.rollout;

/**
 * Somebody else has changed the rollout in the same moment. Nothing was changed by the
 * one who gets this; look again and decide anew.
 *
 * @since 0.1.0
 */
public class RolloutConflictException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is in conflict
	 */
	public RolloutConflictException(String message) {
		super(message);
	}

}
