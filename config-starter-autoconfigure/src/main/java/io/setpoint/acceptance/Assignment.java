package io.setpoint.acceptance;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.setpoint.LiveOrigin;
import io.setpoint.Snapshot;
import io.setpoint.binding.BoundType;
import org.jspecify.annotations.Nullable;

/**
 * Which side of rollouts a request is on, decided once: it keeps the values that were
 * visible when it began, whatever is promoted or rolled back meanwhile. Must be closed
 * when the request has ended. It is in force on a thread between {@link #enter} and
 * {@link #restore}.
 *
 * @since 0.1.0
 */
public final class Assignment implements AutoCloseable {

	private static final ThreadLocal<@Nullable Assignment> CURRENT = new ThreadLocal<>();

	private final Publications owner;

	private final Publication publication;

	private final long decision;

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile @Nullable Publication snapshot;

	Assignment(Publications owner, Publication publication, long decision) {
		this.owner = owner;
		this.publication = publication;
		this.decision = decision;
	}

	/**
	 * Return what is in force on this thread.
	 * @return the assignment, {@code null} if there is none
	 */
	public static @Nullable Assignment current() {
		return CURRENT.get();
	}

	static @Nullable Assignment current(Publications owner) {
		Assignment current = CURRENT.get();
		return (current != null && current.owner == owner) ? current : null;
	}

	/**
	 * Put this in force on this thread.
	 * @return what was in force before, to be restored
	 */
	public @Nullable Assignment enter() {
		Assignment before = CURRENT.get();
		CURRENT.set(this);
		return before;
	}

	/**
	 * Put back what was in force.
	 * @param before what was in force before, {@code null} for nothing
	 */
	public static void restore(@Nullable Assignment before) {
		if (before != null) {
			CURRENT.set(before);
		}
		else {
			CURRENT.remove();
		}
	}

	/**
	 * Read something as nobody's request: what is built from it outlives the request.
	 * @param reading reads it
	 * @param <V> its type
	 * @return what was read
	 */
	static <V> V outside(Supplier<V> reading) {
		Assignment before = CURRENT.get();
		CURRENT.remove();
		try {
			return reading.get();
		}
		finally {
			restore(before);
		}
	}

	/**
	 * Return whether the request has a candidate.
	 * @return {@code false} if it has the stable side of everything
	 */
	public boolean isCandidate() {
		return this.decision != 0;
	}

	/**
	 * Return which candidates the request has.
	 * @return the keys of their contents, empty if it has the stable side of everything
	 */
	public List<String> candidates() {
		return this.publication.variants().decided(this.decision);
	}

	@Nullable Object value(BoundType type) {
		return this.publication.value(type, this.decision);
	}

	@Nullable LiveOrigin origin(BoundType type) {
		return this.publication.origin(type, this.decision);
	}

	Snapshot snapshot() {
		Publication snapshot = this.snapshot;
		if (snapshot == null) {
			snapshot = this.publication.decided(this.decision);
			this.snapshot = snapshot;
		}
		return snapshot;
	}

	/**
	 * The request has ended. Idempotent.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.owner.ended();
		}
	}

	/**
	 * The request goes on after it has ended, as it does where its error is rendered: it
	 * keeps its side, and has to be closed again. Idempotent.
	 */
	public void reopen() {
		if (this.closed.compareAndSet(true, false)) {
			this.owner.reopened(this.publication);
		}
	}

	/**
	 * Says which side it is.
	 */
	@Override
	public String toString() {
		return isCandidate() ? "candidate" : "stable";
	}

}
