package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;

/**
 * The keys of one location as they were last handed on.
 */
final class Contents {

	private Map<String, KeyValue> entries;

	Contents(Collection<KeyValue> entries) {
		this.entries = byKey(entries);
	}

	static Map<String, KeyValue> byKey(Collection<KeyValue> entries) {
		Map<String, KeyValue> byKey = new HashMap<>();
		entries.forEach((entry) -> byKey.put(entry.key(), entry));
		return byKey;
	}

	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	int size() {
		return this.entries.size();
	}

	Map<String, KeyValue> entries() {
		return Map.copyOf(this.entries);
	}

	void replace(Map<String, KeyValue> entries) {
		this.entries = entries;
	}

	void apply(List<Change> changes) {
		for (Change change : changes) {
			if (change instanceof Change.Put put) {
				this.entries.put(put.key(), put.entry());
			}
			else {
				this.entries.remove(change.key());
			}
		}
	}

	/**
	 * Return what has to change for these contents to become the given ones.
	 * @param target the contents to become
	 * @param doubted the keys that count as different, whatever they are
	 * @param revision the revision that deletes are said to be of
	 * @return the puts with their own revisions, then the deletes
	 */
	List<Change> changesTo(List<KeyValue> target, Set<String> doubted, long revision) {
		List<Change> changes = new ArrayList<>();
		Set<String> gone = new HashSet<>(this.entries.keySet());
		gone.addAll(doubted);
		for (KeyValue entry : target) {
			gone.remove(entry.key());
			if (doubted.contains(entry.key()) || !entry.equals(this.entries.get(entry.key()))) {
				changes.add(new Change.Put(entry));
			}
		}
		gone.stream().sorted().forEach((key) -> changes.add(new Change.Delete(key, revision)));
		return List.copyOf(changes);
	}

	/**
	 * Return the entries as they will be after changes that have not been handed on.
	 * @param pending the changes
	 * @return the entry of each key
	 */
	Map<String, KeyValue> after(List<Change> pending) {
		Contents after = new Contents(this.entries.values());
		after.apply(pending);
		return after.entries;
	}

}
