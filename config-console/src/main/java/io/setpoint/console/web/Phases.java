package io.setpoint.console.web;

import java.util.Locale;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;

/**
 * Phases in words.
 */
final class Phases {

	private Phases() {
	}

	static String word(Configuration configuration) {
		if (configuration.problem() != null) {
			return "unreadable";
		}
		RolloutState state = configuration.state();
		return (state.serial() == 0 && state.stable() == null) ? "nothing released" : word(state.phase());
	}

	static String word(Phase phase) {
		return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	static String style(Configuration configuration) {
		if (configuration.problem() != null) {
			return "unreadable";
		}
		RolloutState state = configuration.state();
		return (state.serial() == 0 && state.stable() == null) ? "none"
				: state.phase().name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Say how far a rollout is.
	 * @param state the state
	 * @return a sentence
	 */
	static String sentence(RolloutState state) {
		Stage stage = state.currentStage();
		if (stage == null || state.plan() == null) {
			return (state.stable() != null) ? state.stable() + " is the stable version" : "No version is released yet";
		}
		String place = "stage " + (state.stage() + 1) + " of " + state.plan().stages().size() + ", " + stage;
		return switch (state.phase()) {
			case PROPOSED -> state.candidate() + " waits for approval";
			case PAUSED -> state.candidate() + " is paused in " + place;
			default -> state.candidate() + " is in " + place;
		};
	}

}
