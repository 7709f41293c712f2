package io.setpoint.mirror;

import io.setpoint.store.StoreException;
import io.setpoint.store.Watch;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The streams of one mirror, one after the other, and what was found out by them. Used by
 * the loop only.
 */
final class Streams {

	private static final int BELIEVED = 2;

	private final Mirror mirror;

	private @Nullable Stream current;

	private @Nullable Watch lastWatch;

	private @Nullable StoreException interruption;

	private boolean everVerified;

	private int swallowedInARow;

	Streams(Mirror mirror) {
		this.mirror = mirror;
	}

	void open(long revision) {
		Stream opened = new Stream(this.mirror);
		this.current = opened;
		opened.open(revision);
		this.lastWatch = opened.watch();
	}

	void close() {
		if (this.current != null) {
			this.current.close();
			this.current = null;
		}
	}

	@Nullable Stream current() {
		return this.current;
	}

	Stream required() {
		Assert.state(this.current != null, "There is no stream");
		return this.current;
	}

	/**
	 * Remember why the present stream is of no use any more.
	 * @param cause what is wrong
	 */
	void interrupted(StoreException cause) {
		this.interruption = cause;
	}

	/**
	 * The stream has been shown to miss nothing.
	 */
	void verified() {
		if (this.everVerified) {
			this.mirror.listener().reconnected(this.mirror.prefix(), this.interruption);
		}
		this.everVerified = true;
		this.interruption = null;
	}

	/**
	 * Ask for a fresh connection in place of the one that the last stream was on.
	 */
	void renewConnection() {
		if (this.lastWatch != null) {
			this.mirror.group().renew(this.mirror, this.lastWatch);
		}
	}

	void progressAnswered() {
		this.swallowedInARow = 0;
	}

	/**
	 * A stream that never answered a request for progress went silent while reads are
	 * answered.
	 * @return whether to believe that requests for progress are swallowed
	 */
	boolean progressSwallowed() {
		return ++this.swallowedInARow >= BELIEVED;
	}

}
