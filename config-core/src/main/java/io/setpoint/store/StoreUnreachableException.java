package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * Nothing answers at the endpoints, or not in time.
 *
 * @since 0.1.0
 */
public class StoreUnreachableException extends StoreException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause what etcd's client said
	 */
	public StoreUnreachableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
