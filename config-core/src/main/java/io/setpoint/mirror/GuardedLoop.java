package io.setpoint.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import io.setpoint.loop.Loop;

/**
 * A loop whose tasks may fail in any place: then somebody is called who brings everything
 * into order, as often as it takes.
 */
final class GuardedLoop implements Loop {

	private final Loop delegate;

	private Consumer<Throwable> recovery = (ex) -> {
	};

	private Throwable failure = new IllegalStateException("Nothing has failed");

	private boolean broken;

	private boolean scheduled;

	private int failures;

	GuardedLoop(Loop delegate) {
		this.delegate = delegate;
	}

	/**
	 * Name who is called on the loop when a task has failed.
	 * @param recovery brings everything into order
	 */
	void recoverBy(Consumer<Throwable> recovery) {
		this.recovery = recovery;
	}

	/**
	 * Return how often anything has failed.
	 * @return the number of failures
	 */
	int failures() {
		return this.failures;
	}

	@Override
	public void execute(Runnable task) {
		this.delegate.execute(() -> run(task));
	}

	/**
	 * Run a task after a delay, and behind everything that had arrived by then: a loop
	 * that was busy must look at what it has been told before it concludes anything from
	 * the time.
	 */
	@Override
	public Timer schedule(Runnable task, Duration delay) {
		Waiting waiting = new Waiting(task);
		Timer timer = this.delegate.schedule(() -> run(() -> handOver(waiting)), delay);
		return () -> {
			waiting.cancelled = true;
			timer.cancel();
		};
	}

	/**
	 * Let a task wait behind what has arrived. If there is no memory for that, it runs at
	 * once: a heartbeat must not end because of it.
	 * @param waiting the task, whose time has come
	 */
	private void handOver(Waiting waiting) {
		try {
			execute(waiting);
		}
		catch (OutOfMemoryError ex) {
			waiting.run();
		}
	}

	@Override
	public Timer repeatBeside(Runnable task, Duration interval) {
		return this.delegate.repeatBeside(task, interval);
	}

	private void run(Runnable task) {
		recover();
		try {
			task.run();
		}
		catch (Throwable ex) {
			this.failures++;
			this.failure = ex;
			this.broken = true;
			recover();
		}
	}

	private void recover() {
		if (this.broken) {
			try {
				this.recovery.accept(this.failure);
				this.broken = false;
			}
			catch (Throwable ex) {
				this.failures++;
				recoverLater();
			}
		}
	}

	/**
	 * Try again after a while. Whatever comes first tries again as well.
	 */
	private void recoverLater() {
		if (this.scheduled) {
			return;
		}
		try {
			this.delegate.schedule(() -> {
				this.scheduled = false;
				recover();
			}, Duration.ofSeconds(1));
			this.scheduled = true;
		}
		catch (Throwable ex) {
			this.failures++;
		}
	}

	@Override
	public long nanoTime() {
		return this.delegate.nanoTime();
	}

	@Override
	public Instant now() {
		return this.delegate.now();
	}

	private static final class Waiting implements Runnable {

		private final Runnable task;

		private boolean cancelled;

		Waiting(Runnable task) {
			this.task = task;
		}

		@Override
		public void run() {
			if (!this.cancelled) {
				this.task.run();
			}
		}

	}

}
