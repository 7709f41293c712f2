package io.setpoint.rollout;

import org.jspecify.annotations.Nullable;

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
	 * Some builds are asked for a verdict, or no longer.
	 * @param configuration the name of the configuration
	 * @param trial the id of the trial
	 * @param summons who is asked, {@code null} if the trial is over
	 */
	default void summoned(String configuration, String trial, @Nullable Summons summons) {
	}

	/**
	 * A state was followed, or refused.
	 * @param following where the instance is now
	 */
	void followed(Following following);

}
