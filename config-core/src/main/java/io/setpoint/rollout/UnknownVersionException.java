package io.setpoint.rollout;

/**
 * There is no such version.
 *
 * @since 0.1.0
 */
public class UnknownVersionException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param configuration the name of the configuration
	 * @param version the id of the version
	 */
	public UnknownVersionException(String configuration, String version) {
		super("'" + configuration + "' has no version '" + version + "': publish it first, or name one that is kept");
	}

}
