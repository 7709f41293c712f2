package io.setpoint.console.web;

/**
 * Somebody may not do what was asked for.
 */
class NotAllowedException extends RuntimeException {

	NotAllowedException(String message) {
		super(message);
	}

}
