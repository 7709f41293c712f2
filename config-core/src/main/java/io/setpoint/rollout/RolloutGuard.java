package io.setpoint.rollout;

/**
 * A bean that judges a candidate on the instances that have it. A plan names it with a
 * guard of kind {@link Guard.Kind#CUSTOM}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RolloutGuard {

	/**
	 * Judge the candidate as it does on this instance. Called about once a second on a
	 * thread that may wait a little; a failure counts as
	 * {@link GuardVerdict.Outcome#INCONCLUSIVE}.
	 * @param version the candidate
	 * @return what is thought of it
	 */
	GuardVerdict.Outcome judge(String version);

}
