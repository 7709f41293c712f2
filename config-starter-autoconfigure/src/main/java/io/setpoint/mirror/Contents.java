package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one location as they were last handed on.
 */
final class Contents {

	private final Map<String, KeyValue> entries = new HashMap<>();

	Contents(List<KeyValue> entries) {
		replace(entries);
	}

	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	int size() {
		return this.entries.size();
	}

	@Nullable KeyValue get(String key) {
		return this.entries.get(key);
	}

	Map<String, KeyValue> entries() {
		return Map.copyOf(this.entries);
	}

	void replace(List<KeyValue> entries) {
		this.entries.clear();
		entries.forEach((entry) -> this.entries.put(entry.key(), entry));
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
	 * @param revision the revision that deletes are said to be of
	 * @return the puts with their own revisions, then the deletes
	 */
	List<Change> changesTo(List<KeyValue> target, long revision) {
		List<Change> changes = new ArrayList<>();
		Set<String> gone = new HashSet<>(this.entries.keySet());
		for (KeyValue entry : target) {
			gone.remove(entry.key());
			if (!entry.equals(this.entries.get(entry.key()))) {
				changes.add(new Change.Put(entry));
			}
		}
		gone.stream().sorted().forEach((key) -> changes.add(new Change.Delete(key, revision)));
		return List.copyOf(changes);
	}

	/**
	 * Return the keys and their modification revisions as they will be after changes that
	 * have not been handed on.
	 * @param pending the changes
	 * @return the modification revision of each key
	 */
	Map<String, Long> index(List<Change> pending) {
		Map<String, Long> index = new HashMap<>(this.entries.size() * 2);
		this.entries.forEach((key, entry) -> index.put(key, entry.modRevision()));
		for (Change change : pending) {
			if (change instanceof Change.Put) {
				index.put(change.key(), change.revision());
			}
			else {
				index.remove(change.key());
			}
		}
		return index;
	}

}
