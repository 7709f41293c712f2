package io.setpoint.mirror;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.setpoint.loop.Loop;
import io.setpoint.store.Store;

/**
 * Everything that comes from outside.
 *
 * @param store etcd
 * @param loop the thread and the clock
 * @param settings the limits
 * @param listener who is told
 * @param randomness numbers from 0 to below 1
 */
record Seams(Store store, Loop loop, MirrorSettings settings, MirrorListener listener, DoubleSupplier randomness) {

	/**
	 * Run a task after a delay, and behind everything that had arrived by then: a loop
	 * that was busy must look at what it has been told before it concludes anything from
	 * the time.
	 */
	Loop.Timer after(Duration delay, Runnable task) {
		Timer timer = new Timer(task);
		Loop.Timer scheduled = this.loop.schedule(() -> handOver(timer), delay);
		return () -> {
			timer.cancelled = true;
			scheduled.cancel();
		};
	}

	/**
	 * Let a timer wait behind what has arrived. If there is no memory for that, it runs
	 * at once: a heartbeat must not end because of it.
	 * @param timer the timer, whose time has come
	 */
	private void handOver(Timer timer) {
		try {
			this.loop.execute(timer);
		}
		catch (OutOfMemoryError ex) {
			timer.run();
		}
	}

	private static final class Timer implements Runnable {

		private final Runnable task;

		private boolean cancelled;

		Timer(Runnable task) {
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
