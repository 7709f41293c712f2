package io.setpoint.actuate;

/**
 * A refresh could not read etcd.
 *
 * @since 0.1.0
 */
public class RefreshUnavailableException extends RuntimeException {

	RefreshUnavailableException(String message, Throwable cause) {
		super(message, cause);
	}

}
