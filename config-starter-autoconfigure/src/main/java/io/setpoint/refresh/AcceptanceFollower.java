package io.setpoint.refresh;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * Follows what the pipeline decides, after it has become visible. Called one at a time
 * and in order, on a thread that is not the watch loop's.
 *
 * @since 0.1.0
 */
public interface AcceptanceFollower {

	/**
	 * A change has become visible.
	 * @param change the change
	 */
	default void accepted(AcceptedChange change) {
	}

	/**
	 * A change was refused, or waits with one that was.
	 * @param rejection what was refused and why
	 */
	default void rejected(Rejection rejection) {
	}

	/**
	 * Return a follower that holds up no other, because it has a queue of its own. When
	 * it falls far behind, accepted changes that wait are told as one.
	 * @param follower the follower
	 * @param executor runs it
	 * @return the isolated follower
	 */
	static AcceptanceFollower isolated(AcceptanceFollower follower, Executor executor) {
		return new Followers(List.of(follower), executor);
	}

}
