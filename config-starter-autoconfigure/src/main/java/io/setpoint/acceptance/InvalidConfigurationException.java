package io.setpoint.acceptance;

import java.util.List;

/**
 * The configuration at start is not valid, and no last good state can stand in. Never
 * carries values.
 *
 * @since 0.1.0
 */
public class InvalidConfigurationException extends RuntimeException {

	private final List<String> problems;

	/**
	 * Create an exception.
	 * @param problems every problem, a sentence each
	 */
	public InvalidConfigurationException(List<String> problems) {
		super("The configuration is not valid: " + String.join("; ", problems));
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return why the configuration is not valid.
	 * @return every problem, a sentence each
	 */
	public List<String> getProblems() {
		return this.problems;
	}

}
