package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * A lease has expired or was revoked, and its keys are gone.
 *
 * @since 0.1.0
 */
public class LeaseExpiredException extends StoreException {

	LeaseExpiredException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
