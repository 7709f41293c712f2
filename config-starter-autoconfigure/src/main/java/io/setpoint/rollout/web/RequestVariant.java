package io.setpoint.rollout.web;

import io.setpoint.acceptance.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * Which version a request has of what is rolled out over requests: the values of
 * {@link RequestTag#VARIANT}.
 *
 * @since 0.1.0
 */
public enum RequestVariant {

	/**
	 * It has a candidate.
	 */
	CANDIDATE("candidate"),

	/**
	 * It has none, and could have had one.
	 */
	STABLE("stable"),

	/**
	 * No rollout is over requests, or nobody can tell them apart.
	 */
	NONE("none");

	private final String text;

	RequestVariant(String text) {
		this.text = text;
	}

	static RequestVariant of(@Nullable Assignment assignment) {
		if (assignment == null) {
			return NONE;
		}
		return assignment.isCandidate() ? CANDIDATE : STABLE;
	}

	/**
	 * Return the word for it.
	 * @return the value of the tag
	 */
	public String text() {
		return this.text;
	}

}
