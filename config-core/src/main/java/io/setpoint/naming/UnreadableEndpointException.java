package io.setpoint.naming;

/**
 * A value is no endpoint. The message says what is wrong with it, and never quotes it.
 */
class UnreadableEndpointException extends RuntimeException {

	UnreadableEndpointException(String message) {
		super(message);
	}

}
