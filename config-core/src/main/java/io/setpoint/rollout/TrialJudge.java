package io.setpoint.rollout;

import java.util.List;

/**
 * Judges by the classes of one build, without letting anybody see what is tried.
 *
 * @since 0.1.0
 */
public interface TrialJudge {

	/**
	 * Return which build it judges for.
	 * @return what tells the build from others
	 */
	String build();

	/**
	 * Return what the application imports besides rollouts.
	 * @return the prefixes of its plain locations
	 */
	default List<String> locations() {
		return List.of();
	}

	/**
	 * Return with which profiles the application runs.
	 * @return the profiles that are active, in their order
	 */
	default List<String> profiles() {
		return List.of();
	}

	/**
	 * Return what it can answer for.
	 * @return the build, and what of the application is as it is here
	 */
	default Bench bench() {
		return new Bench(build(), profiles(), locations());
	}

	/**
	 * Return which plain keys the application has not taken up, and why.
	 * @return the first few of them
	 */
	default List<FleetMember.Waiting> waiting() {
		return List.of();
	}

	/**
	 * Parse, bind and validate what is tried against everything else that is accepted
	 * now.
	 * @param configuration the name of the configuration
	 * @param trial what is tried
	 * @return the verdict, without values
	 */
	BuildVerdict judge(String configuration, Trial trial);

}
