package io.setpoint.configdata;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Settings of Setpoint are not valid. Never carries values.
 *
 * @since 0.1.0
 */
public class InvalidSettingsException extends RuntimeException {

	private final List<String> problems;

	private final List<String> actions;

	InvalidSettingsException(List<InvalidSetting> settings) {
		super("Settings are not valid: "
				+ settings.stream().map(InvalidSetting::problem).collect(Collectors.joining(" ")));
		this.problems = settings.stream().map(InvalidSetting::problem).toList();
		this.actions = settings.stream().map(InvalidSetting::action).toList();
	}

	/**
	 * Return what is wrong.
	 * @return every problem, a sentence each
	 */
	public List<String> getProblems() {
		return this.problems;
	}

	/**
	 * Return what to do.
	 * @return what to do about each problem, a sentence each
	 */
	public List<String> getActions() {
		return this.actions;
	}

}
