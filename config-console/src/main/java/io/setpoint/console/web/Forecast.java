package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.instance.Identity;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Stage;
import io.setpoint.text.Pairs;

/**
 * Whom a stage of a plan would take in, as the fleet is now.
 *
 * @param title what the stage is
 * @param who whom it takes in
 * @param bake how long it bakes
 * @param guards what watches it, may be empty
 */
record Forecast(String title, String who, String bake, String guards) {

	private static final int NAMED = 12;

	/**
	 * Say whom the stages of a plan would take in, each with those before it.
	 * @param plan the plan
	 * @param configuration whose instances they are
	 * @param salt the salt that the rollout will have
	 * @return one for each stage
	 */
	static List<Forecast> of(Plan plan, Configuration configuration, String salt) {
		List<Identity> live = configuration.members().stream().map(FleetMember::identity).toList();
		List<Forecast> all = new ArrayList<>();
		for (int i = 0; i < plan.stages().size(); i++) {
			Stage stage = plan.stages().get(i);
			Cohort cohort = Cohort.NONE.filled(plan.stages().subList(0, i + 1), live, salt);
			String bake = stage.bake().isZero() ? "without bake time" : "bakes for " + Times.text(stage.bake());
			all.add(new Forecast(stage.toString(), who(stage, cohort, live), bake, guards(stage)));
		}
		return all;
	}

	/**
	 * Say what makes a rollout go on, and what ends it.
	 * @param plan its plan
	 * @return the sentences
	 */
	static String course(Plan plan) {
		String begin = "Each stage bakes, then the next one begins by itself, and after the last one the candidate is"
				+ " stable. An instance that refuses the candidate takes it back from everybody";
		boolean guarded = plan.stages().stream().anyMatch((stage) -> !stage.guards().isEmpty());
		return guarded
				? begin + ", and so does a guard that fails. Guards that cannot judge are waited for "
						+ Times.text(plan.patience()) + " longer; then the rollout pauses."
				: begin + ". No guard watches it.";
	}

	private static String guards(Stage stage) {
		return stage.guards().stream().map(GuardRow::words).collect(Collectors.joining("; "));
	}

	private static String who(Stage stage, Cohort cohort, List<Identity> live) {
		if (live.isEmpty()) {
			return "no instance is alive now";
		}
		if (stage.scope() == Scope.REQUESTS) {
			return stage.share() + " of the subjects" + Pairs.with(stage.match()) + ", on each of "
					+ count(live.size());
		}
		List<String> taken = live.stream().filter(cohort::includes).map(Identity::id).sorted().toList();
		return (taken.size() == live.size()) ? "all of " + count(live.size())
				: taken.size() + " of " + count(live.size()) + names(taken);
	}

	private static String count(int size) {
		return size + ((size == 1) ? " live instance" : " live instances");
	}

	private static String names(List<String> taken) {
		if (taken.isEmpty()) {
			return "";
		}
		String named = ": " + String.join(", ", taken.subList(0, Math.min(NAMED, taken.size())));
		return (taken.size() > NAMED) ? named + " and " + (taken.size() - NAMED) + " more" : named;
	}

}
