package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * The user has no right to read the prefix.
 *
 * @since 0.1.0
 */
public class PermissionDeniedException extends StoreException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause what etcd's client said
	 */
	public PermissionDeniedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
