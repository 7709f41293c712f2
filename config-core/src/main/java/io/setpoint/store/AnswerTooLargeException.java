package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * An answer exceeds what the client takes.
 *
 * @since 0.1.0
 */
public class AnswerTooLargeException extends StoreException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause what etcd's client said
	 */
	public AnswerTooLargeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
