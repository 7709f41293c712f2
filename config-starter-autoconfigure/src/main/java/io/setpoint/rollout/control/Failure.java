package io.setpoint.rollout.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Why a call has failed.
 */
final class Failure {

	private static final Log logger = LogFactory.getLog(Failure.class);

	private Failure() {
	}

	/**
	 * Return what a failure of a future stands for.
	 * @param failure the failure, or {@code null} if there is none
	 * @return its cause, or itself
	 */
	static @Nullable Throwable of(@Nullable Throwable failure) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	/**
	 * Log a failure that nothing depends on.
	 * @param call makes the call
	 * @param consequence what follows from its failure
	 */
	static void log(Supplier<CompletableFuture<Void>> call, String consequence) {
		Surroundings.begin(call).whenComplete((done, failure) -> {
			if (failure != null) {
				logger.debug(consequence, failure);
			}
		});
	}

}
