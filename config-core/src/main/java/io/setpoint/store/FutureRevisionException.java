package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * The store has not reached the revision asked for: it was replaced by an older one, or a
 * member lags behind.
 *
 * @since 0.1.0
 */
public class FutureRevisionException extends StoreException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause what etcd's client said
	 */
	public FutureRevisionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
