package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * The TLS handshake failed: an untrusted certificate, a wrong name, or plain text on one
 * side.
 *
 * @since 0.1.0
 */
public class TlsFailedException extends StoreException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause what etcd's client said
	 */
	public TlsFailedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
