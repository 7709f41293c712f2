package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * A call to etcd failed. The subtypes say what a caller can tell apart; the base type is
 * whatever does not matter to anybody beyond its message.
 *
 * @since 0.1.0
 */
public class StoreException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what happened, never with a value
	 * @param cause what etcd's client said
	 */
	public StoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
