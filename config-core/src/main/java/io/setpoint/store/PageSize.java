package io.setpoint.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many keys the pages of one read hold. etcd limits a page by its number of keys
 * only, so what arrives in time over the link that there is has to be found out: pages
 * grow while they come quickly and shrink when one comes late or not at all. The next
 * read of the same kind begins with what is known to be small enough.
 */
final class PageSize {

	private static final int FIRST = 16;

	private static final int LARGEST = 5000;

	private static final long LARGEST_BYTES = 8 * 1024 * 1024;

	private static final int STEP = 8;

	private final AtomicInteger first;

	private final Duration timeout;

	private int limit;

	private boolean shrunk;

	/**
	 * Create a size.
	 * @param first how many keys the first page of a read holds
	 * @param timeout how long a page may take
	 */
	PageSize(AtomicInteger first, Duration timeout) {
		this.first = first;
		this.timeout = timeout;
		this.limit = first.get();
	}

	static AtomicInteger first() {
		return new AtomicInteger(FIRST);
	}

	int limit() {
		return this.limit;
	}

	/**
	 * A page has arrived.
	 * @param keys its number of keys
	 * @param bytes its size
	 * @param took how long it took
	 */
	void arrived(int keys, long bytes, Duration took) {
		if (!this.shrunk) {
			this.first.updateAndGet((before) -> Math.min(FIRST, STEP * before));
		}
		int next = this.limit;
		long limit = this.timeout.toNanos();
		if (took.toNanos() <= limit / 32) {
			next *= STEP;
		}
		else if (took.toNanos() <= limit / 8) {
			next *= 2;
		}
		else if (took.toNanos() > limit / 2) {
			next /= 2;
		}
		long fitting = (keys > 0) ? LARGEST_BYTES * keys / Math.max(1, bytes) : LARGEST;
		this.limit = (int) Math.max(1, Math.min(Math.min(next, LARGEST), fitting));
	}

	/**
	 * A page was too large, for the client or for the link.
	 * @return whether a smaller one is worth a try
	 */
	boolean shrink() {
		if (this.limit == 1) {
			return false;
		}
		this.limit = Math.max(1, this.limit / STEP);
		this.shrunk = true;
		this.first.updateAndGet((before) -> Math.min(before, this.limit));
		return true;
	}

}
