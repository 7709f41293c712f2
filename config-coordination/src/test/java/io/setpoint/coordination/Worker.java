package io.setpoint.coordination;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A thread that does one thing after the other.
 */
final class Worker implements AutoCloseable {

	private volatile @Nullable Thread thread;

	private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
		Thread created = new Thread(task, "worker");
		this.thread = created;
		return created;
	});

	/**
	 * Have something done.
	 * @param task what
	 * @param <T> the type of its result
	 * @return its result
	 */
	<T> Future<T> begin(Callable<T> task) {
		return this.executor.submit(task);
	}

	/**
	 * Have something done, and wait for it.
	 * @param task what
	 * @param <T> the type of its result
	 * @return its result
	 * @throws Exception if it fails
	 */
	<T> T call(Callable<T> task) throws Exception {
		return result(begin(task));
	}

	static <T> T result(Future<T> future) throws Exception {
		try {
			return future.get(1, TimeUnit.MINUTES);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	void interrupt() {
		Thread current = this.thread;
		if (current != null) {
			current.interrupt();
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
