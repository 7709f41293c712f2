package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * etcd does not take a request because it is too large. Nothing was written.
 *
 * @since 0.1.0
 */
public class RequestTooLargeException extends StoreException {

	RequestTooLargeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
