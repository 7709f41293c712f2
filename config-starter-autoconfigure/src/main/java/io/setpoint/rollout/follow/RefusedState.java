package io.setpoint.rollout.follow;

/**
 * There is nothing to follow until somebody writes another state.
 */
class RefusedState extends FollowedState {

	private final String problem;

	RefusedState(FollowedRollout rollout, Goal goal, String problem) {
		super(rollout, goal);
		this.problem = problem;
	}

	@Override
	final void enter() {
		rollout().location().unusable(goal().revision(), this.problem);
	}

	@Override
	final String problem() {
		return this.problem;
	}

}
