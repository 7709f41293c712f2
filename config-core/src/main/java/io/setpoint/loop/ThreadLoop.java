package io.setpoint.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Loop} on one daemon thread. The thread starts with the first task.
 *
 * @since 0.1.0
 */
public final class ThreadLoop implements Loop, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ThreadLoop.class);

	private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

	private final ScheduledThreadPoolExecutor executor;

	private final ScheduledThreadPoolExecutor beside;

	private volatile @Nullable Thread thread;

	private final String name;

	private final String failed;

	/**
	 * Create the loop of the watch.
	 */
	public ThreadLoop() {
		this("setpoint-watch");
	}

	/**
	 * Create a loop.
	 * @param name the name of its thread
	 */
	public ThreadLoop(String name) {
		this.name = name;
		this.failed = "Unexpected failure in the loop of '" + name + "'";
		this.executor = new ScheduledThreadPoolExecutor(1, this::newThread);
		this.executor.setRemoveOnCancelPolicy(true);
		this.beside = new ScheduledThreadPoolExecutor(1, (worker) -> {
			Thread created = new Thread(worker, name + "-pulse");
			created.setDaemon(true);
			return created;
		});
		this.beside.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	private Thread newThread(Runnable worker) {
		Thread created = new Thread(worker, this.name);
		created.setDaemon(true);
		this.thread = created;
		return created;
	}

	@Override
	public void execute(Runnable task) {
		submit(task, Duration.ZERO);
	}

	@Override
	public Timer schedule(Runnable task, Duration delay) {
		Future<?> future = submit(task, delay);
		return (future != null) ? () -> future.cancel(false) : () -> {
		};
	}

	@Override
	public Timer repeatBeside(Runnable task, Duration interval) {
		try {
			Future<?> future = this.beside.scheduleWithFixedDelay(() -> contain(task), interval.toNanos(),
					interval.toNanos(), TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("The loop of '" + this.name + "' is closed", ex);
			return () -> {
			};
		}
	}

	private @Nullable Future<?> submit(Runnable task, Duration delay) {
		try {
			return this.executor.schedule(() -> contain(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("The loop of '" + this.name + "' is closed", ex);
			return null;
		}
	}

	private void contain(Runnable task) {
		Containment.contain(logger, this.failed, task);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Instant now() {
		return Instant.now();
	}

	/**
	 * End the loop. Tasks that have not begun are forgotten, and so are those given
	 * later. Waits for a task that is running, 5 s at most, unless called by it.
	 */
	@Override
	public void close() {
		this.beside.shutdownNow();
		this.executor.shutdown();
		if (Thread.currentThread() == this.thread) {
			return;
		}
		try {
			this.executor.awaitTermination(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
