package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.GuardCourses;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * The rollout of a configuration as it is shown.
 *
 * @param card what the overview says too
 * @param state where it is
 * @param seen what tells that from where it will be
 * @param stageSince when the stage began, or {@code null}
 * @param steps its stages
 * @param guards the guards of the current stage
 * @param squares its fleet
 * @param actions what can be done
 * @param comparison where the candidate is compared with the stable version, or after the
 * rollout that with the one before, or {@code null}
 * @param warning what keeps it from moving, or {@code null}
 */
record RolloutView(Card card, RolloutState state, Sighting seen, Times.@Nullable Moment stageSince,
		List<Steps.Step> steps, List<GuardRow> guards, Squares squares, List<Action> actions,
		@Nullable ComparisonLink comparison, @Nullable String warning) {

	private static final int SQUARES = 1000;

	static RolloutView of(Configuration configuration, Action.Scene scene, Links links, Times times,
			GuardCourses courses) {
		long now = System.nanoTime();
		RolloutState state = configuration.state();
		return new RolloutView(Card.of(configuration, List.of(), links, times), state, Sighting.of(state),
				times.moment(state.stageSince()), Steps.of(configuration, now),
				GuardRow.of(configuration, courses, now), Squares.of(configuration, SQUARES), actions(state, scene),
				comparison(configuration, links), warning(configuration, scene.outage() != null));
	}

	/**
	 * Say what makes the rollout go on, and what ends it.
	 * @return the sentences, {@code null} where none is under way
	 */
	public @Nullable String course() {
		Plan plan = this.state.plan();
		return (plan != null && this.state.phase().isActive()) ? Forecast.course(plan) : null;
	}

	private static List<Action> actions(RolloutState state, Action.Scene scene) {
		List<Action> actions = new ArrayList<>(
				List.of(Action.of("approve", "Approve", "The first stage gets the candidate.", scene),
						Action.of("promote", "Promote",
								"The next stage begins, or after the last one the candidate is stable.", scene),
						Action.of("pause", "Pause", "Who has the candidate keeps it, and nothing moves.", scene),
						Action.of("resume", "Resume", "It goes on where it was paused.", scene)));
		actions.addAll(Action.endings(state, scene));
		return actions;
	}

	private static @Nullable ComparisonLink comparison(Configuration configuration, Links links) {
		RolloutState state = configuration.state();
		return state.phase().isActive() ? ComparisonLink.of(configuration, state.stable(), state.candidate(), links)
				: ComparisonLink.of(configuration, state.previous(), state.stable(), links);
	}

	/**
	 * Return whether a guard shows how it has developed.
	 * @return whether there is a chart to explain
	 */
	public boolean isCharted() {
		return this.guards.stream().anyMatch((guard) -> !guard.chart().isEmpty());
	}

	private static @Nullable String warning(Configuration configuration, boolean away) {
		if (away || configuration.state().phase() != Phase.RUNNING || configuration.conductor() != null) {
			return null;
		}
		return configuration.members().isEmpty()
				? "No instance is alive, so nobody moves this rollout. It can be ended here all the same."
				: "No instance conducts this rollout at the moment. If that lasts, look whether the instances may write"
						+ " to etcd and have 'setpoint.rollout.controller' on.";
	}

}
