package io.setpoint.rollout;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that somebody wants judged before anybody has it: a document of a
 * configuration, or changes of plain keys.
 *
 * @param by who asks
 * @param at when
 * @param document the document, {@code null} if it is about plain keys
 * @param changes the changes of plain keys, {@code null} if it is about a document
 * @since 0.1.0
 */
public record Trial(String by, Instant at, @Nullable String document, @Nullable KeyChanges changes) {

	public Trial {
		if (by == null || at == null || (document == null) == (changes == null)) {
			throw new InvalidRolloutStateException("It needs who asks and when, and either a document or changes");
		}
	}

	/**
	 * Ask about a document.
	 * @param document the document, as YAML
	 * @param by who asks
	 * @param at when
	 * @return the trial
	 */
	public static Trial of(String document, String by, Instant at) {
		return new Trial(by, at, document, null);
	}

	/**
	 * Ask about changes of plain keys.
	 * @param changes the changes
	 * @param by who asks
	 * @param at when
	 * @return the trial
	 */
	public static Trial of(KeyChanges changes, String by, Instant at) {
		return new Trial(by, at, null, changes);
	}

	/**
	 * Return whether an application that imports some locations has to do with it.
	 * @param locations the prefixes of its plain locations
	 * @return whether it has: with a document, everybody who has its configuration
	 */
	public boolean concerns(List<String> locations) {
		return this.changes == null || this.changes.keys().stream().anyMatch((key) -> isIn(locations, key));
	}

	private static boolean isIn(List<String> locations, String key) {
		return locations.stream().anyMatch(key::startsWith);
	}

	/**
	 * Says who asks, never what.
	 */
	@Override
	public String toString() {
		return "trial of " + ((this.document != null) ? "a document" : "plain keys") + " by " + this.by;
	}

}
