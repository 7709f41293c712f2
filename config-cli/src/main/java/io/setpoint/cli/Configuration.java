package io.setpoint.cli;

import java.util.regex.Pattern;

/**
 * Names of configurations.
 */
final class Configuration {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

	private Configuration() {
	}

	/**
	 * Check a name that somebody wants to publish under.
	 * @param name the name
	 */
	static void check(String name) {
		if (!NAME.matcher(name).matches()) {
			throw RefusedException.usage("'" + name
					+ "' is no name of a configuration: use letters, digits, dots, dashes and underscores. Plain keys are"
					+ " at etcd:/path/");
		}
	}

}
