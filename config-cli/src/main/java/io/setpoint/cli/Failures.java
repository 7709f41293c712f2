package io.setpoint.cli;

import java.util.List;

import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.rollout.UnknownConfigurationException;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.store.Calls;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RequestTooLargeException;
import io.setpoint.store.StoreException;

/**
 * What is answered when something fails: a sentence and a status, never a stack trace.
 */
final class Failures {

	private static final String SETTING = "'setpoint.etcd.endpoints'";

	private static final String BUNDLE = "set one in the SSL bundle";

	private static final List<Class<? extends RuntimeException>> REFUSALS = List.of(TransitionRefusedException.class,
			UnknownVersionException.class, UnknownConfigurationException.class, InvalidRolloutStateException.class);

	private static final List<Class<? extends RuntimeException>> MISTAKES = List.of(InvalidPlanException.class,
			IllegalArgumentException.class);

	private Failures() {
	}

	static Answer answer(Throwable failure) {
		Throwable cause = Calls.causeOf(failure);
		if (cause instanceof RefusedException refused) {
			return refused.answer();
		}
		if (cause instanceof InvalidVersionException invalid) {
			return Answer.refused(sentence(invalid)).because(invalid.getProblems().stream().map(Problem::of).toList());
		}
		if (cause instanceof StoreException store) {
			return Answer.of(status(store), sentence(store).replace(SETTING, "--endpoints or SETPOINT_ENDPOINTS")
				.replace(BUNDLE, "name one by --certificate and --key"));
		}
		if (cause instanceof RolloutConflictException conflict) {
			return Answer.of(Status.CONFLICT, sentence(conflict));
		}
		if (cause != null && isAnyOf(REFUSALS, cause)) {
			return Answer.refused(sentence(cause));
		}
		if (cause != null && isAnyOf(MISTAKES, cause)) {
			return Answer.of(Status.USAGE, sentence(cause));
		}
		return Answer.refused("This should not have happened: " + ((cause != null) ? cause.getClass().getName() : "")
				+ ". SETPOINT_DEBUG=1 shows where; please report it");
	}

	private static boolean isAnyOf(List<Class<? extends RuntimeException>> types, Throwable failure) {
		return types.stream().anyMatch((type) -> type.isInstance(failure));
	}

	private static Status status(StoreException failure) {
		boolean refused = failure instanceof PermissionDeniedException || failure instanceof RequestTooLargeException;
		return refused ? Status.REFUSED : Status.UNREACHABLE;
	}

	static String sentence(Throwable failure) {
		return (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getName();
	}

}
