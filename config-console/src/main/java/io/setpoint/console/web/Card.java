package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import org.jspecify.annotations.Nullable;

/**
 * A configuration on the overview.
 *
 * @param name its name
 * @param link the address of its page
 * @param phase the phase in words
 * @param style the phase as a class of the style sheet
 * @param sentence how far it is
 * @param reason why it is so, or {@code null}
 * @param since since when, or {@code null}
 * @param stages the stages of a rollout that is under way
 * @param squares its fleet
 * @param problem what is wrong with it, or {@code null}
 * @param properties its properties that were looked for
 * @param urgency how early it comes, the least first
 */
record Card(String name, String link, String phase, String style, String sentence, @Nullable String reason,
		Times.@Nullable Moment since, List<Bar> stages, Squares squares, @Nullable String problem,
		List<String> properties, int urgency) {

	private static final int SQUARES = 300;

	static Card of(Configuration configuration, List<String> properties, Links links, Times times) {
		RolloutState state = configuration.state();
		Squares squares = Squares.of(configuration, SQUARES);
		String page = state.phase().isActive() ? links.configuration(configuration.name(), "rollout")
				: links.configuration(configuration.name());
		return new Card(configuration.name(), page, Phases.word(configuration), Phases.style(configuration),
				Phases.sentence(state), state.reason(), times.moment(state.since()), bars(state), squares,
				configuration.problem(), properties, urgency(configuration, squares));
	}

	private static int urgency(Configuration configuration, Squares squares) {
		if (configuration.problem() != null || squares.alarming()) {
			return 0;
		}
		Phase phase = configuration.state().phase();
		if (phase == Phase.PAUSED) {
			return 1;
		}
		return phase.isActive() ? 2 : 3;
	}

	static List<Bar> bars(RolloutState state) {
		Plan plan = state.plan();
		if (plan == null || !state.phase().isActive()) {
			return List.of();
		}
		List<Bar> bars = new ArrayList<>();
		for (int i = 0; i < plan.stages().size(); i++) {
			boolean now = i == state.stage() && state.phase().isExposed();
			bars.add(new Bar((i < state.stage()) ? "done" : now ? "now" : "next", plan.stages().get(i).toString()));
		}
		return bars;
	}

	/**
	 * A stage.
	 *
	 * @param style whether it is done, under way or to come
	 * @param title what it is
	 */
	record Bar(String style, String title) {
	}

}
