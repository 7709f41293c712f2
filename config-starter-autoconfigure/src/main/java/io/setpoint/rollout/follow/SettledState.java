package io.setpoint.rollout.follow;

/**
 * The goal was made content.
 */
final class SettledState extends FollowedState {

	SettledState(FollowedRollout rollout, Goal goal) {
		super(rollout, goal);
	}

	@Override
	void enter() {
		rollout().location().usable();
	}

}
