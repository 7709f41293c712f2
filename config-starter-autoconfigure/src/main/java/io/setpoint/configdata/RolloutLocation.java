package io.setpoint.configdata;

import java.util.regex.Pattern;

import io.setpoint.document.LocationContent;

/**
 * A location whose content is a version of a configuration.
 *
 * @param configuration the name of the configuration
 * @param root the root of all rollouts
 */
record RolloutLocation(String configuration, String root) implements ImportedLocation {

	static final String PREFIX = "rollout:";

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

	RolloutLocation {
		checkName(configuration);
		root = root.endsWith("/") ? root : root + "/";
	}

	static void checkName(String configuration) {
		if (!NAME.matcher(configuration).matches()) {
			throw new MalformedLocationException(PREFIX + configuration,
					"it names no configuration: letters, digits, dots, dashes and underscores are allowed",
					"rollout:checkout");
		}
	}

	@Override
	public String displayName() {
		return PREFIX + this.configuration;
	}

	@Override
	public String prefix() {
		return this.root + this.configuration + "/versions/";
	}

	@Override
	public LocationContent empty() {
		return LocationContent.ofVersions(prefix(), displayName());
	}

	String stateKey() {
		return this.root + this.configuration + "/state";
	}

	String historyPrefix() {
		return this.root + this.configuration + "/history/";
	}

}
