package io.setpoint.rollout;

/**
 * Something cannot be done to a rollout as it is. Nothing has changed. The message is a
 * sentence for the one who asked.
 *
 * @since 0.1.0
 */
public class TransitionRefusedException extends RuntimeException {

	private final String action;

	private final Phase phase;

	TransitionRefusedException(String action, Phase phase, String message) {
		super(message);
		this.action = action;
		this.phase = phase;
	}

	/**
	 * Return what was asked for.
	 * @return the word for it
	 */
	public String getAction() {
		return this.action;
	}

	/**
	 * Return where the rollout is.
	 * @return the phase
	 */
	public Phase getPhase() {
		return this.phase;
	}

}
