package io.setpoint.rollout;

import java.util.List;

/**
 * A version cannot be published or used. Never carries values.
 *
 * @since 0.1.0
 */
public class InvalidVersionException extends RuntimeException {

	private final List<String> problems;

	InvalidVersionException(String message) {
		this(message, List.of(message));
	}

	/**
	 * Create an exception.
	 * @param message what is wrong
	 * @param problems every problem, a sentence each
	 */
	public InvalidVersionException(String message, List<String> problems) {
		super(message);
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return everything that is wrong.
	 * @return the problems, a sentence each
	 */
	public List<String> getProblems() {
		return this.problems;
	}

}
