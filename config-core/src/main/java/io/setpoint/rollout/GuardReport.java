package io.setpoint.rollout;

import java.util.List;
import java.util.Set;

/**
 * What the guards of a rollout say now, for people to read.
 *
 * @since 0.1.0
 */
public final class GuardReport {

	private GuardReport() {
	}

	/**
	 * Judge the guards of the current stage, whether or not they have an effect.
	 * @param state the state of the rollout
	 * @param fleet all live instances
	 * @return what each guard says, none if no rollout is under way
	 */
	public static List<GuardVerdict> of(RolloutState state, List<FleetMember> fleet) {
		Stage stage = state.currentStage();
		return (stage != null && state.phase().isExposed()) ? judgement(state, fleet).of(stage) : List.of();
	}

	/**
	 * Return what the guards of the current stage have measured, whatever that means for
	 * the rollout.
	 * @param state the state of the rollout
	 * @param fleet all live instances
	 * @return the measures of each guard, none if no rollout is under way
	 */
	public static List<GuardMeasure> measures(RolloutState state, List<FleetMember> fleet) {
		Stage stage = state.currentStage();
		return (stage != null && state.phase().isExposed()) ? judgement(state, fleet).measures(stage) : List.of();
	}

	private static Judgement judgement(RolloutState state, List<FleetMember> fleet) {
		return new Judgement(state, new Fleet(fleet, Set.of(), true).canary(state.cohort()), fleet);
	}

}
