package io.setpoint.console.web;

import java.util.List;
import java.util.Objects;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.RolloutState;
import org.jspecify.annotations.Nullable;

/**
 * A version in a list.
 *
 * @param id its id
 * @param role what it is at the moment, or {@code null}
 */
record VersionRow(String id, @Nullable String role) {

	private static final int MOST = 100;

	/**
	 * Return the versions of a configuration.
	 * @param configuration the configuration
	 * @return the newest ones, the newest first
	 */
	static List<VersionRow> of(Configuration configuration) {
		return configuration.versions()
			.stream()
			.limit(MOST)
			.map((version) -> of(version.id(), configuration.state()))
			.toList();
	}

	private static VersionRow of(String id, RolloutState state) {
		if (id.equals(state.stable())) {
			return new VersionRow(id, "stable");
		}
		if (state.phase().isActive() && Objects.equals(id, state.candidate())) {
			return new VersionRow(id, "candidate");
		}
		return new VersionRow(id, id.equals(state.previous()) ? "stable before" : null);
	}

	/**
	 * Return the version in words, for a list to choose from.
	 * @return the id and what it is
	 */
	public String label() {
		return (this.role != null) ? this.id + " (" + this.role + ")" : this.id;
	}

}
