package io.setpoint.loop;

import java.time.Duration;
import java.time.Instant;

/**
 * The one thread that owns all mirrors, and its clock. Tasks run one at a time, in the
 * order in which they were given.
 *
 * @since 0.1.0
 */
public interface Loop {

	/**
	 * Run a task on the loop.
	 * @param task the task; what it throws is contained and logged
	 */
	void execute(Runnable task);

	/**
	 * Run a task on the loop after a delay.
	 * @param task the task
	 * @param delay the delay
	 * @return cancels the task if it has not run
	 */
	Timer schedule(Runnable task, Duration delay);

	/**
	 * Run a task again and again beside the loop, also while the loop is busy. It has to
	 * be quick and must not touch what the loop owns.
	 * @param task the task; what it throws is contained
	 * @param interval the time from one run to the next
	 * @return ends it
	 */
	default Timer repeatBeside(Runnable task, Duration interval) {
		return () -> {
		};
	}

	/**
	 * The current time of the monotonic clock.
	 * @return nanoseconds from an arbitrary origin
	 */
	long nanoTime();

	/**
	 * The current time of day.
	 * @return the instant
	 */
	Instant now();

	/**
	 * A task that waits for its time.
	 */
	@FunctionalInterface
	interface Timer {

		/**
		 * Forget the task. Does nothing if it has run.
		 */
		void cancel();

	}

}
