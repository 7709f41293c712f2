package io.setpoint.console.web;

import java.util.stream.Stream;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;

/**
 * Two versions that somebody wants to compare.
 *
 * @param old the configuration of the old version
 * @param from the old version, empty if there is none
 * @param other the configuration of the new version, which may be the same one
 * @param to the new version, empty if there is none
 */
record Pair(Configuration old, String from, Configuration other, String to) {

	public String name() {
		return this.old.name();
	}

	public String with() {
		return this.other.name();
	}

	/**
	 * Return whether the versions are of two configurations.
	 * @return whether they are
	 */
	public boolean across() {
		return !name().equals(with());
	}

	/**
	 * Return what the old version is called.
	 * @return its id, after its configuration where there are two
	 */
	public String left() {
		return across() ? name() + " " + this.from : this.from;
	}

	/**
	 * Return what the new version is called.
	 * @return its id, after its configuration where there are two
	 */
	public String right() {
		return across() ? with() + " " + this.to : this.to;
	}

	/**
	 * Return what there is no version of.
	 * @return the name of the configuration, empty if both versions are there
	 */
	public String missing() {
		return this.from.isEmpty() ? name() : this.to.isEmpty() ? with() : "";
	}

	/**
	 * Return whether somebody may learn that a secret of one version is not that of the
	 * other. Who may write one of two configurations could find out the secrets of the
	 * other one by guessing.
	 * @param person who looks
	 * @return whether the person may
	 */
	boolean tellsSecretsApart(Rights person) {
		return !across() || Stream.of(name(), with()).allMatch((each) -> person.has(Role.EDITOR, each));
	}

}
