package io.setpoint.cli;

import io.setpoint.rollout.RolloutKeys;

/**
 * Names of configurations.
 */
final class Configuration {

	private Configuration() {
	}

	/**
	 * Check a name that somebody wants to publish under.
	 * @param name the name
	 */
	static void check(String name) {
		if (!RolloutKeys.isConfiguration(name)) {
			throw RefusedException.usage("'" + name
					+ "' is no name of a configuration: use letters, digits, dots, dashes and underscores. Plain keys are"
					+ " at etcd:/path/");
		}
	}

}
