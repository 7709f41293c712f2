package io.setpoint.lastgood;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Keeps the snapshot file up to date on a thread of its own, a short while after a change
 * and once for all changes of that while, so that a burst costs one write. The while is
 * longer where a write takes longer. A write that fails is tried again.
 *
 * @since 0.1.0
 */
public final class SnapshotWriter implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/**
	 * How long the thread waits for something to write before it ends.
	 */
	private static final Duration IDLE = Duration.ofSeconds(30);

	private static final Log logger = LogFactory.getLog(SnapshotWriter.class);

	private final SnapshotFile file;

	private final Supplier<SavedState> state;

	private final ScheduledThreadPoolExecutor executor;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private volatile Duration pause = WritePause.SHORTEST;

	private boolean failing;

	/**
	 * Create a writer.
	 * @param file the file
	 * @param state gives the accepted state, called when it is written
	 */
	public SnapshotWriter(SnapshotFile file, Supplier<SavedState> state) {
		this(file, state, IDLE);
	}

	SnapshotWriter(SnapshotFile file, Supplier<SavedState> state, Duration idle) {
		this.file = file;
		this.state = state;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("setpoint-snapshot-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setKeepAliveTime(idle.toMillis(), TimeUnit.MILLISECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Say that the accepted state has changed. Never blocks. Without a thread it fails,
	 * and the next change is a new attempt.
	 */
	public void changed() {
		if (this.scheduled.compareAndSet(false, true)) {
			try {
				this.executor.schedule(this::write, this.pause.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (Error ex) {
				this.scheduled.set(false);
				throw ex;
			}
		}
	}

	private synchronized void write() {
		this.scheduled.set(false);
		long start = System.nanoTime();
		try {
			this.file.write(this.state.get());
			this.pause = WritePause.after(Duration.ofNanos(System.nanoTime() - start));
			this.failing = false;
		}
		catch (IOException | RuntimeException | OutOfMemoryError ex) {
			warn(ex);
			this.pause = WritePause.LONGEST;
			changed();
		}
	}

	private void warn(Throwable failure) {
		if (!this.failing) {
			logger.warn("The last good state could not be written to '" + this.file
					+ "' (a start without etcd would begin with an older one); it is tried again: " + failure);
		}
		this.failing = true;
	}

	/**
	 * Write what has not been written and end the thread. A write that is under way comes
	 * to its end first: to interrupt it would lose it.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("'" + this.file + "' takes long to be written; the application does not wait for it");
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.scheduled.get()) {
			write();
		}
	}

}
