package io.setpoint.rollout.follow;

/**
 * The version that the goal asks for is on its way.
 */
final class FetchingState extends FollowedState {

	FetchingState(FollowedRollout rollout, Goal goal) {
		super(rollout, goal);
	}

	@Override
	boolean isFetching() {
		return true;
	}

}
