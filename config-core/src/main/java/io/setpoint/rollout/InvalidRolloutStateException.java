package io.setpoint.rollout;

/**
 * What is kept of a rollout makes no sense. Never carries what it says.
 *
 * @since 0.1.0
 */
public class InvalidRolloutStateException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong and what to do
	 */
	public InvalidRolloutStateException(String message) {
		super(message);
	}

	InvalidRolloutStateException(String message, Throwable cause) {
		super(message, cause);
	}

}
