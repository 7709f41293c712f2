package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * An answer has not come in time.
 */
final class AnswerLateException extends StoreUnreachableException {

	AnswerLateException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
