package io.setpoint.rollout.follow;

import java.util.List;

import io.setpoint.store.Change;
import org.jspecify.annotations.Nullable;

/**
 * How far an instance has come with what it was told last of a rollout.
 */
abstract class FollowedState {

	private final FollowedRollout rollout;

	private final Goal goal;

	FollowedState(FollowedRollout rollout, Goal goal) {
		this.rollout = rollout;
		this.goal = goal;
	}

	final FollowedRollout rollout() {
		return this.rollout;
	}

	/**
	 * Return what the instance was told last.
	 * @return the goal, whether or not it can be followed
	 */
	final Goal goal() {
		return this.goal;
	}

	void enter() {
	}

	/**
	 * Return why the instance stays where it was.
	 * @return the problem, {@code null} if there is none
	 */
	@Nullable String problem() {
		return null;
	}

	/**
	 * Return whether everything that comes later waits.
	 * @return whether a version is being fetched
	 */
	boolean isFetching() {
		return false;
	}

	/**
	 * Return what the goal had asked for in vain and can be had now. Asked again until
	 * {@link #workedOff()}.
	 * @return the changes of the content, empty if there is nothing
	 */
	List<Change> overdue() {
		return List.of();
	}

	/**
	 * What is overdue was proposed.
	 */
	void workedOff() {
	}

}
