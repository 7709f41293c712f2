package io.setpoint.rollout;

/**
 * Told how this instance follows its configurations. Called in order, on a thread that
 * must not be held up; hand over and return.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FollowingListener {

	/**
	 * A state is about to be followed, or is followed from the start: nothing of it is
	 * visible before this returns.
	 * @param configuration the name of the configuration
	 * @param state the state
	 */
	default void following(String configuration, RolloutState state) {
	}

	/**
	 * A state was followed, or refused.
	 * @param following where the instance is now
	 */
	void followed(Following following);

}
