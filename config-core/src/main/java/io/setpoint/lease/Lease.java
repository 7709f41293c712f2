package io.setpoint.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Calls;
import io.setpoint.store.LeaseExpiredException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A lease that is kept alive. By its own clock it ends no later than in etcd, so whoever
 * asks it knows when to stop, also after having been frozen.
 *
 * @since 0.1.0
 */
public final class Lease {

	private static final Log logger = LogFactory.getLog(Lease.class);

	private static final int RENEWALS = 3;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	/**
	 * How long it is tried at least to give back what etcd, when it is back, lets live
	 * for its whole time anew.
	 */
	private static final Duration PERSISTENCE = Duration.ofMinutes(5);

	private final Surroundings<WritableStore> surroundings;

	private final long id;

	private final Duration timeToLive;

	private final Runnable lost;

	private volatile long confirmed;

	private boolean reachable = true;

	private boolean kept = true;

	private Loop.@Nullable Timer timer;

	private volatile boolean ended;

	/**
	 * Keep a lease alive.
	 * @param surroundings etcd and the loop
	 * @param id the id of the lease
	 * @param timeToLive its time to live
	 * @param asked when it was asked for
	 * @param lost told once when etcd has forgotten it
	 */
	public Lease(Surroundings<WritableStore> surroundings, long id, Duration timeToLive, long asked, Runnable lost) {
		this.surroundings = surroundings;
		this.id = id;
		this.timeToLive = timeToLive;
		this.confirmed = asked;
		this.lost = lost;
		next(this.timeToLive.dividedBy(RENEWALS));
	}

	/**
	 * Ask etcd for a lease, and keep it alive from then on. Whoever does not want it any
	 * more when it comes has to give it back.
	 * @param surroundings etcd and the loop
	 * @param timeToLive its time to live; etcd is asked for whole seconds, no fewer
	 * @param lost told once when etcd has forgotten it
	 * @param granted given the lease, or why there is none
	 */
	public static void grant(Surroundings<WritableStore> surroundings, Duration timeToLive, Runnable lost,
			BiConsumer<@Nullable Lease, @Nullable Throwable> granted) {
		long asked = surroundings.loop().nanoTime();
		Duration asking = Duration.ofSeconds(timeToLive.plusNanos(999_999_999).toSeconds());
		surroundings.ask((store) -> store.grant(asking), (id, failure) -> granted
			.accept((id != null) ? new Lease(surroundings, id, timeToLive, asked, lost) : null, failure));
	}

	/**
	 * Return how etcd knows it.
	 * @return its id
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Ask whether etcd cannot have forgotten it. May be asked by any thread.
	 * @return {@code false} if it may have
	 */
	public boolean isHeld() {
		return !this.ended && left() > 0;
	}

	/**
	 * Return how long etcd cannot forget it from now on.
	 * @return the time, zero if it may have been forgotten
	 */
	public Duration remaining() {
		return this.ended ? Duration.ZERO : Duration.ofNanos(Math.max(0, left()));
	}

	private long left() {
		return this.timeToLive.toNanos() - (this.surroundings.loop().nanoTime() - this.confirmed);
	}

	/**
	 * Ask whether etcd is within reach.
	 * @return whether it answered when it was asked last
	 */
	public boolean isReachable() {
		return !this.ended && this.reachable;
	}

	/**
	 * Ask etcd now whether it still knows it.
	 */
	public void verify() {
		if (!this.ended && this.kept) {
			forget();
			renew();
		}
	}

	/**
	 * Keep it alive no longer: it is given back, and counts as lost, when its time is
	 * over.
	 */
	public void letExpire() {
		if (!this.ended) {
			this.kept = false;
			forget();
			next(remaining());
		}
	}

	private void expire() {
		if (isHeld()) {
			next(remaining());
			return;
		}
		revoke();
		this.lost.run();
	}

	private void next(Duration delay) {
		this.timer = this.surroundings.after(delay, this.kept ? this::renew : this::expire);
	}

	private void forget() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

	private void renew() {
		this.timer = null;
		long asked = this.surroundings.loop().nanoTime();
		this.surroundings.ask((store) -> store.keepAlive(this.id), (done, failure) -> renewed(asked, failure));
	}

	private void renewed(long asked, @Nullable Throwable failure) {
		if (this.ended || this.timer != null) {
			return;
		}
		Throwable cause = Calls.causeOf(failure);
		this.reachable = cause == null;
		if (cause instanceof LeaseExpiredException) {
			end();
			this.lost.run();
		}
		else if (cause != null) {
			logger.debug("A lease could not be kept alive, so it is tried again: " + cause.getMessage());
			next(this.timeToLive.dividedBy(4L * RENEWALS));
		}
		else {
			this.confirmed = asked;
			next(this.timeToLive.dividedBy(RENEWALS));
		}
	}

	/**
	 * Keep it alive no longer.
	 */
	public void end() {
		this.ended = true;
		forget();
	}

	/**
	 * Give it back to etcd. Where etcd does not answer it is tried again, for as long as
	 * the lease may be in the way of others and its loop runs: it may have been granted
	 * for hours.
	 * @return completes when etcd has answered, or has not for the first time: with
	 * whether it has
	 */
	public CompletableFuture<Boolean> revoke() {
		if (this.ended) {
			return CompletableFuture.completedFuture(true);
		}
		end();
		return giveBack(FIRST_PAUSE, this.surroundings.loop().nanoTime());
	}

	private CompletableFuture<Boolean> giveBack(Duration pause, long begun) {
		CompletableFuture<Boolean> answered = new CompletableFuture<>();
		Calls.begin(() -> this.surroundings.store().revoke(this.id)).whenComplete((done, failure) -> {
			if (failure != null) {
				this.surroundings.loop().execute(() -> giveBackLater(pause, begun, Calls.causeOf(failure)));
			}
			answered.complete(failure == null);
		});
		return answered;
	}

	private void giveBackLater(Duration pause, long begun, @Nullable Throwable failure) {
		Duration limit = (this.timeToLive.compareTo(PERSISTENCE) > 0) ? this.timeToLive : PERSISTENCE;
		boolean over = this.surroundings.loop().nanoTime() - begun > limit.toNanos();
		if (over || failure instanceof PermissionDeniedException) {
			logger.debug("A lease could not be given back, so it expires", failure);
			return;
		}
		Duration next = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
		this.surroundings.after(pause.dividedBy(2), () -> this.surroundings.within(pause, () -> giveBack(next, begun)));
	}

}
