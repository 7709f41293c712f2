package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * Nothing takes a connection at the endpoints.
 *
 * @since 0.1.0
 */
public final class NobodyListensException extends StoreUnreachableException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause what the connection said
	 */
	public NobodyListensException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
