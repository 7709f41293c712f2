package io.setpoint.acceptance;

import java.util.Collection;
import java.util.Map;

import io.setpoint.store.Change;

/**
 * What one etcd revision changed in all locations, or what a re-read found to differ.
 *
 * @param revision the revision
 * @param kind what it is
 * @param changes the changes of each location's prefix
 * @since 0.1.0
 */
public record Proposal(long revision, Kind kind, Map<String, ? extends Collection<Change>> changes) {

	/**
	 * What a proposal is.
	 */
	public enum Kind {

		/**
		 * Exactly the changes of one revision: accepted whole or not at all.
		 */
		REVISION,

		/**
		 * The differences that a re-read found. They are the outcome of several
		 * revisions: if they cannot be accepted as a whole, each revision that is left in
		 * them stands for itself.
		 */
		REREAD,

		/**
		 * A re-read of a store that was replaced, so that its numbers start again.
		 */
		REPLACED

	}

}
