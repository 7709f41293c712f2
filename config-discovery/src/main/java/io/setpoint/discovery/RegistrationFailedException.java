package io.setpoint.discovery;

/**
 * An instance could not be registered, and is not to start without that.
 */
class RegistrationFailedException extends RuntimeException {

	RegistrationFailedException(String key, String reason, Throwable cause) {
		super("This instance could not be registered as '" + key + "': " + reason, cause);
	}

}
