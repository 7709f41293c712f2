package io.setpoint.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for something that nobody announces.
 */
final class Condition {

	private static final long PAUSE = Duration.ofMillis(2).toNanos();

	private Condition() {
	}

	static boolean await(Duration timeout, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > timeout.toNanos() || Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(PAUSE);
		}
		return true;
	}

}
