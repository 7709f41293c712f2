package io.setpoint.coordination;

import java.time.Duration;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.integration.support.locks.ExpirableLockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;
import org.springframework.util.Assert;

/**
 * Locks in etcd. One that is taken without a time to live is kept until it is given back,
 * or until this process dies or is closed; one with a time to live ends with it, unless
 * it is renewed. Waiting costs nothing: who waits is told when the one before is gone,
 * and the first who waits is the next who holds it, over all processes.
 * <p>
 * A thread that gives back a lock that it has lost gets a
 * {@link java.util.ConcurrentModificationException}. What a lock protects is safe only if
 * it checks {@link FencedLock#token()}.
 *
 * @since 0.1.0
 */
public final class EtcdLockRegistry
		implements RenewableLockRegistry<FencedLock>, ExpirableLockRegistry<FencedLock>, DisposableBean {

	private final Claims claims;

	private final Turns turns = new Turns();

	EtcdLockRegistry(Claims claims) {
		this.claims = claims;
	}

	/**
	 * Return the lock of a name.
	 * @param lockKey the name, a {@link String} of at most 1024 characters in one line
	 * @return the lock
	 */
	@Override
	public FencedLock obtain(Object lockKey) {
		return lock(lockKey);
	}

	private EtcdLock lock(Object lockKey) {
		Assert.isInstanceOf(String.class, lockKey, "The name of a lock is a text: ");
		return new EtcdLock(this.claims, this.turns, (String) lockKey);
	}

	/**
	 * Make sure of a lock that the thread holds: one with a time to live is held for that
	 * time from now on, one without is held as before.
	 * @param lockKey the name of the lock
	 * @throws IllegalMonitorStateException if this thread does not hold the lock
	 * @throws IllegalStateException if this thread has lost it, or may have
	 */
	@Override
	public void renewLock(Object lockKey) {
		lock(lockKey).renew(null);
	}

	/**
	 * Hold a lock, which the thread holds, for some time from now on, and no longer
	 * unless it is renewed again.
	 * @param lockKey the name of the lock
	 * @param ttl the time, at least a second
	 * @throws IllegalMonitorStateException if this thread does not hold the lock
	 * @throws IllegalStateException if this thread has lost it, or may have
	 */
	@Override
	public void renewLock(Object lockKey, Duration ttl) {
		lock(lockKey).renew(ttl);
	}

	/**
	 * Does nothing: a lock that nobody holds or waits for is not remembered.
	 */
	@Override
	public void expireUnusedOlderThan(long age) {
	}

	@Override
	public void destroy() {
		this.claims.close();
	}

	@Override
	public String toString() {
		return "Locks below '" + this.claims.root() + "'";
	}

}
