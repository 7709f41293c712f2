package io.setpoint.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of etcd have in common.
 *
 * @since 0.1.0
 */
public final class Calls {

	private static final Log logger = LogFactory.getLog(Calls.class);

	private Calls() {
	}

	/**
	 * Return what a failure of a future stands for.
	 * @param failure the failure, or {@code null} if there is none
	 * @return its cause, or itself
	 */
	public static @Nullable Throwable causeOf(@Nullable Throwable failure) {
		return (failure != null) ? Causes.unwrap(failure) : null;
	}

	/**
	 * Begin something that may not even begin.
	 * @param beginning begins it
	 * @param <T> the type of its result
	 * @return its result, which fails with whatever was thrown
	 */
	public static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> beginning) {
		try {
			return beginning.get();
		}
		catch (Exception | OutOfMemoryError | LinkageError ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Log a failure that nothing depends on.
	 * @param call makes the call
	 * @param consequence what follows from its failure
	 */
	public static void log(Supplier<CompletableFuture<Void>> call, String consequence) {
		begin(call).whenComplete((done, failure) -> {
			if (failure != null) {
				logger.debug(consequence, failure);
			}
		});
	}

}
