package io.setpoint.rollout.follow;

import java.util.List;

import io.setpoint.store.Change;

/**
 * The version that the goal asks for cannot be used, which may change: it is looked for
 * from time to time.
 */
final class LackingState extends RefusedState {

	private final String version;

	private final FollowedState reached;

	private boolean found;

	LackingState(FollowedRollout rollout, Goal goal, String version, String problem, FollowedState reached) {
		super(rollout, goal, problem);
		this.version = version;
		this.reached = reached;
	}

	@Override
	List<Change> overdue() {
		rollout().versions().read(this.version);
		this.found = rollout().versions().entry(this.version) != null;
		return this.found ? rollout().show(goal()) : List.of();
	}

	@Override
	void workedOff() {
		if (this.found) {
			rollout().enter(this.reached);
		}
	}

}
