package io.setpoint.console.web;

import java.util.Objects;

import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.VersionSummary;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A version in a list.
 *
 * @param id its id
 * @param role what it is at the moment, or how its rollout was stopped, or {@code null}
 * @param description what it is for, or {@code null}
 * @param author who has published it, {@code null} if that was not read
 * @param at when, or {@code null}
 */
record VersionRow(String id, @Nullable String role, @Nullable String description, @Nullable String author,
		Times.@Nullable Moment at) {

	private static final String BEFORE = "stable before";

	private static final int MOST_CHARACTERS = 60;

	/**
	 * Return a version.
	 * @param id its id
	 * @param state the state of its configuration
	 * @return the version, of which is known what it is at the moment
	 */
	static VersionRow of(String id, RolloutState state) {
		if (id.equals(state.stable())) {
			return of(id, "stable");
		}
		if (state.phase().isActive() && Objects.equals(id, state.candidate())) {
			return of(id, "candidate");
		}
		return of(id, id.equals(state.previous()) ? BEFORE : null);
	}

	private static VersionRow of(String id, @Nullable String role) {
		return new VersionRow(id, role, null, null, null);
	}

	/**
	 * Return the version as one that was stopped, unless it is in use again.
	 * @param fate how it was stopped, empty if it was not
	 * @return the version
	 */
	VersionRow ended(String fate) {
		boolean used = this.role != null && !this.role.equals(BEFORE);
		return (used || fate.isEmpty()) ? this : of(this.id, fate);
	}

	VersionRow of(VersionSummary summary, Times times) {
		return new VersionRow(this.id, this.role, summary.description(), summary.author(),
				times.moment(summary.createdAt()));
	}

	/**
	 * Return the version in words, for a list to choose from.
	 * @return the id, what it is and what it is for
	 */
	public String label() {
		String named = (this.role != null) ? this.id + " (" + this.role + ")" : this.id;
		return StringUtils.hasText(this.description)
				? named + ": " + StringUtils.truncate(this.description, MOST_CHARACTERS) : named;
	}

}
