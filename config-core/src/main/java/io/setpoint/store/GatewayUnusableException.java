package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * Etcd's HTTP gateway does not answer as it should, so that the client has to find out
 * what is the matter.
 */
final class GatewayUnusableException extends RuntimeException {

	GatewayUnusableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
