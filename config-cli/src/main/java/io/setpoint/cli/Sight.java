package io.setpoint.cli;

import java.util.List;
import java.util.Map;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.StoredRollouts;

/**
 * A rollout as it is at one moment.
 *
 * @param configuration the name of the configuration
 * @param state where it is
 * @param fleet who is there
 * @param guards what the guards say
 */
record Sight(String configuration, RolloutState state, List<FleetMember> fleet, List<GuardVerdict> guards) {

	static Sight of(Desk desk, String configuration) {
		StoredRollouts rollouts = desk.rollouts(configuration);
		return new Sight(configuration, desk.await(rollouts.state(configuration)),
				desk.await(rollouts.fleet(configuration)), desk.await(rollouts.guards(configuration)));
	}

	boolean isHealthy() {
		return this.state.phase() != Phase.ROLLED_BACK
				&& this.fleet.stream().noneMatch((member) -> member.verdict() == Verdict.REFUSED)
				&& this.guards.stream().noneMatch((guard) -> guard.outcome() == Outcome.FAILED && !guard.dryRun());
	}

	List<String> lines(Outside outside) {
		return new StatusText(this.configuration, this.state, this.fleet, this.guards, outside.clock().instant())
			.lines(outside.screen());
	}

	/**
	 * Return the answer of a command that was to look.
	 * @param status how it ended
	 * @param message a sentence
	 * @return the answer, with everything for programs
	 */
	Answer answer(Status status, String message) {
		List<Map<String, Object>> members = this.fleet.stream().map(RolloutFormat::json).toList();
		return Answer.of(status, message)
			.with("configuration", this.configuration)
			.with("state", state(this.state))
			.with("fleet", members)
			.with("guards", this.guards.stream().map(RolloutFormat::json).toList());
	}

	/**
	 * Return a state for programs: what people ask for, and not how it is kept.
	 * @param state the state
	 * @return its fields
	 */
	static Map<String, Object> state(RolloutState state) {
		Map<String, Object> json = RolloutFormat.json(state);
		json.keySet().removeAll(List.of("cohort", "salt"));
		return json;
	}

}
