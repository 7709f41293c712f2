package io.setpoint.coordination;

import org.springframework.integration.support.locks.DistributedLock;

/**
 * A lock whose holder can prove to what it protects that nobody has held it since. No
 * lock can keep a process that was frozen from going on afterwards as if it still held
 * it; what is protected can, if it refuses a token that is lower than one it has seen, or
 * writes only as long as {@link #key()} was created by {@link #token()}.
 *
 * @since 0.1.0
 */
public interface FencedLock extends DistributedLock {

	/**
	 * Return the token of the thread that holds the lock: the revision of etcd that
	 * created its key, higher than that of whoever has held the lock before.
	 * @return the token
	 * @throws IllegalMonitorStateException if this thread does not hold the lock
	 * @throws IllegalStateException if this thread has lost it, or may have
	 */
	long token();

	/**
	 * Return the key in etcd that is there as long as the thread holds the lock.
	 * @return the whole key
	 * @throws IllegalMonitorStateException if this thread does not hold the lock
	 * @throws IllegalStateException if this thread has lost it, or may have
	 */
	String key();

}
