package io.setpoint.acceptance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.setpoint.loop.Containment;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Works off what it is given, one thing after the other and in order, on one thread of an
 * executor for as long as there is something to do. Whoever is called on a lane of his
 * own holds up nobody else.
 *
 * <p>
 * Nothing gets lost when the executor has no thread to give: what waits is tried again
 * after a second and whenever something is added. What waits is bounded: beyond the
 * capacity, what can be told as one is merged.
 *
 * @param <T> the type of what is worked off
 * @since 0.1.0
 */
public final class Lane<T> {

	private static final long RETRY_SECONDS = 1;

	private static final Log logger = LogFactory.getLog(Lane.class);

	private final Consumer<? super T> worker;

	private final Merger<T> merger;

	private final int capacity;

	private final Executor executor;

	private final Executor later;

	private final Deque<Task<T>> waiting = new ArrayDeque<>();

	private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

	private boolean running;

	private boolean closed;

	private volatile boolean starved;

	/**
	 * Create a lane.
	 * @param worker works something off; what it throws ends nothing
	 * @param merger makes one of two things that wait
	 * @param capacity how many things may wait before they are merged
	 * @param executor gives the threads
	 */
	public Lane(Consumer<? super T> worker, Merger<T> merger, int capacity, Executor executor) {
		this(worker, merger, capacity, executor,
				CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS, Runnable::run));
	}

	Lane(Consumer<? super T> worker, Merger<T> merger, int capacity, Executor executor, Executor later) {
		this.worker = worker;
		this.merger = merger;
		this.capacity = capacity;
		this.executor = executor;
		this.later = later;
	}

	/**
	 * Work something off, after all that was added before. Never blocks and never fails
	 * for want of a thread.
	 * @param item what to work off
	 * @return completes when it has been worked off, on the thread that did it
	 */
	public CompletableFuture<Void> add(T item) {
		CompletableFuture<Void> done;
		synchronized (this) {
			if (this.closed) {
				return CompletableFuture.completedFuture(null);
			}
			done = append(item);
			this.idle = done;
		}
		start();
		return done;
	}

	private CompletableFuture<Void> append(T item) {
		if (this.waiting.size() >= this.capacity) {
			for (Iterator<Task<T>> latest = this.waiting.descendingIterator(); latest.hasNext();) {
				Task<T> task = latest.next();
				T merged = this.merger.merge(task.item(), item);
				if (merged != null) {
					Task<T> both = new Task<>(merged, task.done());
					latest.remove();
					this.waiting.addLast(both);
					return both.done();
				}
			}
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.waiting.addLast(new Task<>(item, done));
		return done;
	}

	/**
	 * Return when all that was added so far has been worked off.
	 * @return completes on the thread that did it
	 */
	public synchronized CompletableFuture<Void> idle() {
		return this.idle;
	}

	private void start() {
		synchronized (this) {
			if (this.running || this.waiting.isEmpty()) {
				return;
			}
			this.running = true;
		}
		try {
			this.executor.execute(this::drain);
		}
		catch (RejectedExecutionException ex) {
			stopped();
		}
		catch (Throwable ex) {
			stopped();
			startLater(ex);
		}
	}

	private synchronized void stopped() {
		this.running = false;
	}

	/**
	 * Without a thread now there may be one later. The one that waits belongs to the JVM;
	 * if not even that can be had, the next thing that is added is a new attempt.
	 * @param cause why there is no thread
	 */
	private void startLater(Throwable cause) {
		try {
			this.later.execute(this::start);
			if (!this.starved) {
				this.starved = true;
				logger.error("A configuration change cannot be told for want of a thread; it is tried again", cause);
			}
		}
		catch (Throwable ex) {
			cause.addSuppressed(ex);
		}
	}

	private void drain() {
		boolean drained = false;
		this.starved = false;
		try {
			for (Task<T> task = next(); task != null; task = next()) {
				work(task);
			}
			drained = true;
		}
		finally {
			if (!drained) {
				stopped();
				start();
			}
		}
	}

	private synchronized @Nullable Task<T> next() {
		Task<T> task = this.waiting.pollFirst();
		this.running = (task != null);
		return task;
	}

	private void work(Task<T> task) {
		try {
			this.worker.accept(task.item());
		}
		catch (Throwable ex) {
			Containment.report(logger,
					"Somebody who was told of a configuration change has failed; the change stays visible", ex,
					WithoutMessages::of);
		}
		finally {
			Thread.interrupted();
			task.done().complete(null);
		}
	}

	/**
	 * Forget what waits and take nothing more. What is being worked off is not waited
	 * for.
	 */
	public void close() {
		Deque<Task<T>> forgotten;
		synchronized (this) {
			this.closed = true;
			forgotten = new ArrayDeque<>(this.waiting);
			this.waiting.clear();
		}
		forgotten.forEach((task) -> task.done().complete(null));
	}

	/**
	 * Makes one of two things that wait.
	 *
	 * @param <T> the type of the things
	 */
	@FunctionalInterface
	public interface Merger<T> {

		/**
		 * Make one of two.
		 * @param earlier what was added first
		 * @param later what was added after it
		 * @return both as one, {@code null} if they have to be told apart
		 */
		@Nullable T merge(T earlier, T later);

	}

	private record Task<T>(T item, CompletableFuture<Void> done) {
	}

}
