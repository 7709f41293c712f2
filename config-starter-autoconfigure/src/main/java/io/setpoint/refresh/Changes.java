package io.setpoint.refresh;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.setpoint.store.Change;

/**
 * The changes of one or several revisions, the last one of each key. Immutable.
 *
 * @param revision the highest of the revisions
 * @param restart whether the store was replaced, so that its numbers start again
 * @param byPrefix the last change of each key, for each location's prefix
 */
record Changes(long revision, boolean restart, Map<String, Map<String, Change>> byPrefix) {

	static Changes of(Proposal proposal) {
		Map<String, Map<String, Change>> byPrefix = new LinkedHashMap<>();
		proposal.changes().forEach((prefix, changes) -> put(byPrefix, prefix, changes));
		return new Changes(proposal.revision(), proposal.restart(), byPrefix);
	}

	/**
	 * Return these changes followed by later ones.
	 * @param later the later changes
	 * @return all of them
	 */
	Changes then(Changes later) {
		Map<String, Map<String, Change>> merged = new LinkedHashMap<>();
		this.byPrefix.forEach((prefix, changes) -> put(merged, prefix, changes.values()));
		later.byPrefix.forEach((prefix, changes) -> put(merged, prefix, changes.values()));
		return new Changes(later.restart ? later.revision : Math.max(this.revision, later.revision),
				this.restart || later.restart, merged);
	}

	private static void put(Map<String, Map<String, Change>> byPrefix, String prefix, Collection<Change> changes) {
		Map<String, Change> byKey = byPrefix.computeIfAbsent(prefix, (key) -> new LinkedHashMap<>());
		changes.forEach((change) -> byKey.put(change.key(), change));
	}

	Set<String> keys() {
		Set<String> keys = new LinkedHashSet<>();
		this.byPrefix.values().forEach((changes) -> keys.addAll(changes.keySet()));
		return keys;
	}

}
