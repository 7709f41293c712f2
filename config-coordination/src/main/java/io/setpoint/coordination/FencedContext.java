package io.setpoint.coordination;

import org.springframework.integration.leader.Context;

/**
 * What a leader is told, with which it can prove to what it works on that nobody has led
 * since. {@link #isLeader()} is {@code true} before anybody hears of it, and
 * {@code false} from the moment that somebody else may lead, also in a process that was
 * frozen.
 *
 * @since 0.1.0
 */
public interface FencedContext extends Context {

	/**
	 * Return the token of the leader: the revision of etcd that created its key, higher
	 * than that of whoever has led before.
	 * @return the token
	 * @throws IllegalStateException if this instance does not lead any more
	 */
	long token();

}
