package io.setpoint.coordination;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.util.Assert;

/**
 * A lock that threads of this process take by turns, and of which the one whose turn it
 * is claims the key in etcd.
 */
final class EtcdLock implements FencedLock {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	private final Claims claims;

	private final Turns turns;

	private final String name;

	private final String segment;

	/**
	 * Create a lock.
	 * @param claims claims it
	 * @param turns whose turn it is
	 * @param name its name
	 */
	EtcdLock(Claims claims, Turns turns, String name) {
		this.claims = claims;
		this.turns = turns;
		this.name = name;
		this.segment = LockName.escape("lock", name);
	}

	@Override
	public void lock() {
		take(null, true, EtcdLock::queue, Claim::await);
	}

	@Override
	public void lock(Duration ttl) {
		take(checked(ttl), true, EtcdLock::queue, Claim::await);
	}

	private static boolean queue(ReentrantLock local) {
		local.lock();
		return true;
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		take(null, true, (local) -> {
			local.lockInterruptibly();
			return true;
		}, Claim::awaitInterruptibly);
	}

	@Override
	public boolean tryLock() {
		return take(null, false, ReentrantLock::tryLock, Claim::await);
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		return takeWithin(Duration.ofNanos(unit.toNanos(time)), null);
	}

	@Override
	public boolean tryLock(Duration waitTime, Duration ttl) throws InterruptedException {
		return takeWithin((waitTime.compareTo(LONGEST) < 0) ? waitTime : LONGEST, checked(ttl));
	}

	private boolean takeWithin(Duration limit, @Nullable Duration timeToLive) throws InterruptedException {
		long begun = System.nanoTime();
		boolean patient = !limit.isNegative() && !limit.isZero();
		return take(timeToLive, patient, (local) -> local.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS),
				(claim) -> patient ? claim.await(limit.minusNanos(System.nanoTime() - begun))
						: claim.awaitInterruptibly());
	}

	/**
	 * Take the lock: first the turn among the threads of this process, then the key.
	 * @param timeToLive how long it is wanted at most, {@code null} for as long as this
	 * process lives
	 * @param patient whether to wait for others and for etcd
	 * @param queue waits for the turn
	 * @param wait waits for the claim
	 * @param <E> what may end the waiting
	 * @return whether it was taken
	 * @throws E if the waiting was ended
	 */
	private <E extends Exception> boolean take(@Nullable Duration timeToLive, boolean patient,
			Wait<ReentrantLock, E> queue, Wait<Claim, E> wait) throws E {
		Turns.Turn turn = this.turns.enter(this.name);
		boolean taken = false;
		try {
			taken = queue.on(turn.local) && enter(turn, timeToLive, patient, wait);
			return taken;
		}
		finally {
			if (!taken) {
				this.turns.leave(this.name);
			}
		}
	}

	private <E extends Exception> boolean enter(Turns.Turn turn, @Nullable Duration timeToLive, boolean patient,
			Wait<Claim, E> wait) throws E {
		boolean entered = false;
		try {
			if (turn.local.getHoldCount() > 1) {
				tenure();
				entered = true;
			}
			else {
				turn.held = claim(timeToLive, patient, wait);
				entered = turn.held != null;
			}
			return entered;
		}
		finally {
			if (!entered) {
				turn.local.unlock();
			}
		}
	}

	private <E extends Exception> @Nullable Claim claim(@Nullable Duration timeToLive, boolean patient,
			Wait<Claim, E> wait) throws E {
		Claim claim = this.claims.claim(this.segment, timeToLive, patient);
		boolean granted = false;
		try {
			claim.make();
			granted = wait.on(claim);
			return granted ? claim : null;
		}
		catch (CompletionException ex) {
			throw new CannotAcquireLockException(
					"The lock '" + this.name + "' cannot be had: " + messageOf(ex)
							+ ". Who takes locks needs the right to read and to write '" + this.claims.root() + "'",
					ex);
		}
		finally {
			if (!granted) {
				claim.withdraw();
			}
		}
	}

	private static @Nullable String messageOf(CompletionException failure) {
		return (failure.getCause() != null) ? failure.getCause().getMessage() : failure.getMessage();
	}

	@Override
	public void unlock() {
		Turns.Turn turn = this.turns.own(this.name);
		try {
			if (turn.local.getHoldCount() == 1) {
				giveBack(turn);
			}
		}
		finally {
			turn.local.unlock();
			this.turns.leave(this.name);
		}
	}

	private void giveBack(Turns.Turn turn) {
		Claim ending = turn.held;
		turn.held = null;
		if (ending == null || !ending.release().join()) {
			throw new ConcurrentModificationException("The lock '" + this.name
					+ "' was lost before it was given back, so somebody else may have held it meanwhile: check what it"
					+ " protects, and have that refuse an old token");
		}
	}

	/**
	 * Hold the lock for some time from now on, and no longer.
	 * @param timeToLive the time, {@code null} for the one that it was taken for
	 */
	void renew(@Nullable Duration timeToLive) {
		Claim claim = this.turns.own(this.name).held;
		Duration time = (timeToLive != null) ? checked(timeToLive) : null;
		try {
			if (claim == null || !claim.renew(time).join()) {
				throw lost();
			}
		}
		catch (CompletionException ex) {
			throw new IllegalStateException("The lock '" + this.name + "' could not be renewed: " + messageOf(ex), ex);
		}
	}

	@Override
	public long token() {
		return tenure().token();
	}

	@Override
	public String key() {
		return tenure().key();
	}

	private Tenure tenure() {
		Claim claim = this.turns.own(this.name).held;
		Tenure tenure = (claim != null) ? claim.tenure() : null;
		if (tenure == null) {
			throw lost();
		}
		return tenure;
	}

	private IllegalStateException lost() {
		return new IllegalStateException("The lock '" + this.name
				+ "' is lost, or may be: its time is over, so somebody else may hold it. Stop, and take it anew");
	}

	private static Duration checked(Duration timeToLive) {
		Assert.isTrue(timeToLive.compareTo(SHORTEST) >= 0,
				"A lock is held for a second at least: etcd counts in whole ones");
		return timeToLive;
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException("A lock in etcd has no conditions");
	}

	@Override
	public String toString() {
		return "Lock '" + this.name + "'";
	}

	/**
	 * Waits for something.
	 *
	 * @param <T> what for
	 * @param <E> what may end the waiting
	 */
	@FunctionalInterface
	private interface Wait<T, E extends Exception> {

		boolean on(T awaited) throws E;

	}

}
