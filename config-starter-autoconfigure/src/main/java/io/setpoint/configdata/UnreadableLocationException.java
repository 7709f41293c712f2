package io.setpoint.configdata;

import java.util.List;

/**
 * A location holds keys at start that cannot be read as properties, and there is no last
 * good state. Never carries values.
 *
 * @since 0.1.0
 */
public class UnreadableLocationException extends RuntimeException {

	private final String location;

	private final List<String> problems;

	UnreadableLocationException(String location, List<String> problems) {
		super("The location '" + location + "' cannot be read: " + String.join("; ", problems));
		this.location = location;
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return which location it is.
	 * @return the location
	 */
	public String getLocation() {
		return this.location;
	}

	/**
	 * Return what is wrong.
	 * @return every problem, a sentence each
	 */
	public List<String> getProblems() {
		return this.problems;
	}

}
