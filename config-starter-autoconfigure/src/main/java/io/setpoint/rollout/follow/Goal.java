package io.setpoint.rollout.follow;

import io.setpoint.rollout.RolloutState;

/**
 * What an instance is to follow.
 *
 * @param state the state of the rollout
 * @param revision the etcd revision that says so, 0 if none does yet
 */
record Goal(RolloutState state, long revision) {

	static final Goal NONE = new Goal(RolloutState.INITIAL, 0);

	/**
	 * Return this goal beside a later revision, which says nothing that can be followed.
	 * @param revision the revision
	 * @return the goal
	 */
	Goal at(long revision) {
		return new Goal(this.state, revision);
	}

}
