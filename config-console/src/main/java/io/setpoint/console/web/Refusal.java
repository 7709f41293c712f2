package io.setpoint.console.web;

import java.util.concurrent.CompletionException;

import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.store.AnswerTooLargeException;
import io.setpoint.store.Calls;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RequestTooLargeException;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Why something was not done, as whoever wanted it is told.
 *
 * @param status the status of the answer
 * @param title what it amounts to
 * @param sentence why
 */
record Refusal(HttpStatus status, String title, String sentence) {

	/**
	 * Say why something was not done.
	 * @param failure what went wrong
	 * @return the refusal
	 * @throws RuntimeException what went wrong, if nobody has foreseen that
	 */
	static Refusal of(Throwable failure) {
		Throwable cause = Calls.causeOf(failure);
		Refusal refusal = (cause instanceof StoreException exception) ? unavailable(exception) : known(cause);
		if (refusal != null) {
			return refusal;
		}
		throw (cause instanceof RuntimeException exception) ? exception : new CompletionException(cause);
	}

	private static @Nullable Refusal known(@Nullable Throwable cause) {
		if (cause instanceof NotVisibleException || cause instanceof UnknownVersionException) {
			return of(HttpStatus.NOT_FOUND, "Not found", cause);
		}
		if (cause instanceof NotAllowedException) {
			return of(HttpStatus.FORBIDDEN, "Not allowed", cause);
		}
		if (cause instanceof RolloutConflictException || cause instanceof TransitionRefusedException
				|| cause instanceof InvalidRolloutStateException) {
			return of(HttpStatus.CONFLICT, "Not done", cause);
		}
		if (cause instanceof IllegalArgumentException || cause instanceof InvalidPlanException
				|| cause instanceof InvalidVersionException) {
			return of(HttpStatus.BAD_REQUEST, "Not taken", cause);
		}
		return null;
	}

	private static Refusal unavailable(StoreException failure) {
		if (failure instanceof PermissionDeniedException) {
			return of(HttpStatus.SERVICE_UNAVAILABLE, "etcd does not allow it", failure);
		}
		boolean large = failure instanceof RequestTooLargeException || failure instanceof AnswerTooLargeException;
		return of(HttpStatus.SERVICE_UNAVAILABLE, large ? "Too large for etcd" : "etcd cannot be reached", failure);
	}

	private static Refusal of(HttpStatus status, String title, Throwable cause) {
		return new Refusal(status, title, String.valueOf(cause.getMessage()));
	}

}
