package io.setpoint.rollout;

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
	 * Parse, bind and validate what is tried against everything else that is accepted
	 * now.
	 * @param configuration the name of the configuration
	 * @param trial what is tried
	 * @return the verdict, without values
	 */
	BuildVerdict judge(String configuration, Trial trial);

}
