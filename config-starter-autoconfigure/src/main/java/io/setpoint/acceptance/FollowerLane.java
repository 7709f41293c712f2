package io.setpoint.acceptance;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.setpoint.acceptance.AcceptanceFollower.Turn;
import io.setpoint.loop.Containment;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One follower on a lane of its own.
 */
final class FollowerLane {

	/**
	 * How many things may wait for somebody who wants to hear of each.
	 */
	static final int CAPACITY = 128;

	private static final long PATIENCE_SECONDS = 1;

	private static final Log logger = LogFactory.getLog(Followers.class);

	private final String name;

	private final AcceptanceFollower follower;

	private final Lane<Happening> lane;

	private final AtomicBoolean late = new AtomicBoolean();

	FollowerLane(String name, AcceptanceFollower follower, Executor executor) {
		this.name = name;
		this.follower = follower;
		this.lane = new Lane<>(this::tell, Happening::merge, isState() ? 1 : CAPACITY, executor);
	}

	/**
	 * Return whether only the newest counts, not how it came to be.
	 * @return whether what waits can be told as one at once
	 */
	private boolean isState() {
		return this.follower.turn() == Turn.BEANS || this.follower.turn() == Turn.SCOPES;
	}

	/**
	 * Tell of a change that has become visible.
	 * @param change the change
	 * @param first who has to have followed it before
	 * @return completes when the follower was told
	 */
	CompletableFuture<Void> accepted(AcceptedChange change, Collection<FollowerLane> first) {
		return this.lane.add(new Happening(change, null, Set.copyOf(first)));
	}

	void rejected(Rejection rejection) {
		this.lane.add(new Happening(null, rejection, Set.of()));
	}

	/**
	 * Return when everything has been followed that was told so far.
	 * @return completes on the thread of who follows last
	 */
	CompletableFuture<Void> followed() {
		return this.lane.idle().thenCompose((told) -> this.follower.followed());
	}

	private void tell(Happening happening) {
		try {
			await(happening.first());
			if (happening.change() != null) {
				this.follower.accepted(happening.change());
			}
			if (happening.rejection() != null) {
				this.follower.rejected(happening.rejection());
			}
		}
		catch (Throwable ex) {
			Containment.report(logger, this.name + " failed on a configuration change that is visible", ex,
					WithoutMessages::of);
		}
	}

	private static void await(Collection<FollowerLane> first) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		first.forEach((lane) -> lane.awaitUntil(deadline));
	}

	private void awaitUntil(long deadline) {
		if (this.late.get()) {
			return;
		}
		CompletableFuture<Void> followed = followed();
		try {
			followed.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			goAhead(followed);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			logger.debug(this.name + " cannot say when it has followed", ex);
		}
	}

	private void goAhead(CompletableFuture<Void> followed) {
		if (this.late.compareAndSet(false, true)) {
			logger.warn(this.name + " takes more than " + PATIENCE_SECONDS
					+ " s to follow a configuration change; listeners and events go ahead of it");
			followed.whenComplete((done, failure) -> this.late.set(false));
		}
	}

	/**
	 * What a follower is told.
	 *
	 * @param change the change that has become visible
	 * @param rejection the change that was refused
	 * @param first who has to have followed before
	 */
	private record Happening(@Nullable AcceptedChange change, @Nullable Rejection rejection, Set<FollowerLane> first) {

		static @Nullable Happening merge(Happening earlier, Happening later) {
			if (earlier.change() != null && later.change() != null) {
				Set<FollowerLane> first = new LinkedHashSet<>(earlier.first());
				first.addAll(later.first());
				return new Happening(earlier.change().then(later.change()), null, first);
			}
			if (earlier.rejection() != null && later.rejection() != null) {
				return new Happening(null, earlier.rejection().then(later.rejection()), Set.of());
			}
			return null;
		}

	}

}
