package io.setpoint.autoconfigure;

/**
 * The application runs on a Spring Boot that Setpoint does not know.
 */
class UnsupportedSpringBootException extends RuntimeException {

	UnsupportedSpringBootException(String version) {
		super("Setpoint needs Spring Boot 4.0 or later, and this is " + version);
	}

}
