package io.setpoint.rollout;

/**
 * A plan makes no sense. The message says what is wrong and what to do.
 *
 * @since 0.1.0
 */
public class InvalidPlanException extends RuntimeException {

	InvalidPlanException(String message) {
		super(message);
	}

}
