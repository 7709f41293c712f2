package io.setpoint.store;

import java.time.Duration;

/**
 * How long a start may wait for etcd, over all that it reads. The time begins with the
 * first look at it. Used by one thread.
 *
 * @since 0.1.0
 */
public final class Patience {

	private final Duration total;

	private long deadline;

	private boolean begun;

	/**
	 * Create a patience.
	 * @param total how long the start may wait
	 */
	public Patience(Duration total) {
		this.total = total;
	}

	/**
	 * Return how much is left.
	 * @return the time, never negative
	 */
	public Duration left() {
		begin();
		return Duration.ofNanos(Math.max(0, this.deadline - System.nanoTime()));
	}

	boolean isHalfSpent() {
		return left().toNanos() <= this.total.toNanos() / 2;
	}

	void begin() {
		if (!this.begun) {
			renew();
		}
	}

	/**
	 * Give some time back, because what took it was no waiting for etcd.
	 * @param time the time
	 */
	void extend(Duration time) {
		begin();
		this.deadline += time.toNanos();
	}

	/**
	 * Begin anew, because what went before was no waiting for etcd.
	 */
	void renew() {
		this.begun = true;
		this.deadline = System.nanoTime() + this.total.toNanos();
	}

}
