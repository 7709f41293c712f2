package io.setpoint.rollout.trial;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Lets time pass without holding up a thread.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Pauses {

	/**
	 * Return what runs tasks later.
	 * @param delay how much later
	 * @return runs each task after the delay
	 */
	Executor after(Duration delay);

	/**
	 * Let time pass by the clock of the machine.
	 * @param executor runs the tasks
	 * @return the pauses
	 */
	static Pauses on(Executor executor) {
		return (delay) -> CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, executor);
	}

}
