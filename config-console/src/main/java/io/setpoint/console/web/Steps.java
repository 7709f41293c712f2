package io.setpoint.console.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;

/**
 * The stages of a plan as a timeline.
 */
final class Steps {

	private Steps() {
	}

	static List<Step> of(Configuration configuration, long now) {
		RolloutState state = configuration.state();
		Plan plan = state.plan();
		if (plan == null) {
			return List.of();
		}
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < plan.stages().size(); i++) {
			steps.add(step(configuration, plan.stages().get(i), i, now));
		}
		return steps;
	}

	private static Step step(Configuration configuration, Stage stage, int index, long now) {
		RolloutState state = configuration.state();
		String bake = stage.bake().isZero() ? "no bake time" : "bakes for " + Times.text(stage.bake());
		boolean done = index < state.stage() || state.phase() == Phase.COMPLETED;
		boolean here = index == state.stage() && !done;
		if (!here || configuration.bake() == null) {
			boolean ended = here && !state.phase().isActive();
			String note = ended ? Phases.word(state.phase()) + " here" : "";
			return new Step(index + 1, stage.toString(), bake, done ? "done" : ended ? "ended" : "next", note, -1, 0,
					false);
		}
		Duration baked = Objects.requireNonNull(configuration.bake()).at(now);
		Duration left = stage.bake().minus(baked);
		long percent = stage.bake().isZero() ? 100
				: Math.min(100, baked.toMillis() * 100 / Math.max(1, stage.bake().toMillis()));
		return new Step(index + 1, stage.toString(), bake, "now", note(state, left),
				(state.phase() == Phase.RUNNING && !state.awaitsFirstInstance() && !left.isNegative())
						? left.toSeconds() : -1,
				percent, true);
	}

	private static String note(RolloutState state, Duration left) {
		if (state.awaitsFirstInstance()) {
			return "waits for its first instance";
		}
		boolean over = left.isNegative() || left.isZero();
		if (state.phase() == Phase.PAUSED) {
			return over ? "paused, has baked" : "paused, " + Times.text(left) + " left to bake";
		}
		return over ? "has baked, waits for its guards" : Times.text(left) + " left to bake";
	}

	/**
	 * A stage.
	 *
	 * @param number its number, from 1
	 * @param title who gets the candidate
	 * @param bake how long it bakes
	 * @param style whether it is done, under way or to come
	 * @param note how far it is
	 * @param left how many seconds are left to bake, -1 if that does not pass
	 * @param percent how much of the bake time is over
	 * @param now whether it is under way
	 */
	record Step(int number, String title, String bake, String style, String note, long left, long percent,
			boolean now) {

	}

}
