package io.setpoint.rollout;

/**
 * Not every live build accepts something, or nobody is alive who could say. Never carries
 * values.
 *
 * @since 0.1.0
 */
public class RefusedByFleetException extends InvalidVersionException {

	private final transient FleetVerdict verdict;

	/**
	 * Create an exception.
	 * @param what what was refused and so not done, for the sentence
	 * @param verdict the verdict, which is no acceptance
	 */
	public RefusedByFleetException(String what, FleetVerdict verdict) {
		super(message(what, verdict), verdict.problems());
		this.verdict = verdict;
	}

	private static String message(String what, FleetVerdict verdict) {
		if (verdict.isUnjudged()) {
			return what + ", because nobody is alive who could judge it: start an instance, or say that it may go"
					+ " unjudged";
		}
		return what + ", because not every live build accepts it: " + String.join("; ", verdict.problems());
	}

	/**
	 * Return what the builds say.
	 * @return the verdict
	 */
	public FleetVerdict getVerdict() {
		return this.verdict;
	}

}
