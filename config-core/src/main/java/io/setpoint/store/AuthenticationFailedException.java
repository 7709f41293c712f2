package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * etcd does not know the user, or the password is wrong, or credentials are missing.
 *
 * @since 0.1.0
 */
public class AuthenticationFailedException extends StoreException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause what etcd's client said
	 */
	public AuthenticationFailedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
