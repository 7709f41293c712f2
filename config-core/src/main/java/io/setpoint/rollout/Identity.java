package io.setpoint.rollout;

import java.util.Map;

/**
 * Who an instance is.
 *
 * @param id its id, unique among all running instances
 * @param labels what it is
 * @since 0.1.0
 */
public record Identity(String id, Map<String, String> labels) {

	private static final int LONGEST = 250;

	public Identity {
		if (!isId(id)) {
			throw new IllegalArgumentException("The instance id is blank, has a '/' or a line break, or is longer than "
					+ LONGEST + " characters: correct 'setpoint.instance.id'");
		}
		labels = Map.copyOf(labels);
	}

	static boolean isId(String id) {
		return id.indexOf('/') < 0 && Line.problem("It", id, LONGEST) == null;
	}

	/**
	 * Return whether the instance has some labels.
	 * @param match the labels
	 * @return whether it has all of them
	 */
	public boolean matches(Map<String, String> match) {
		return this.labels.entrySet().containsAll(match.entrySet());
	}

}
