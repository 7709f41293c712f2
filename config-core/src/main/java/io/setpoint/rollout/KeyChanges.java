package io.setpoint.rollout;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes of keys in plain locations that are meant to be made in one transaction.
 *
 * @param puts the values by whole keys
 * @param deletes the whole keys that go
 * @since 0.1.0
 */
public record KeyChanges(Map<String, String> puts, Set<String> deletes) {

	public KeyChanges {
		puts = Map.copyOf(puts);
		deletes = Set.copyOf(deletes);
		if (puts.isEmpty() && deletes.isEmpty()) {
			throw new IllegalArgumentException("There is no change: name a key to put or to delete");
		}
		for (String key : deletes) {
			if (puts.containsKey(key)) {
				throw new IllegalArgumentException("'" + key + "' is to be put and to be deleted: say one of both");
			}
		}
	}

	/**
	 * Return all keys that are touched.
	 * @return the whole keys
	 */
	public Set<String> keys() {
		Set<String> keys = new TreeSet<>(this.puts.keySet());
		keys.addAll(this.deletes);
		return keys;
	}

	/**
	 * Says which keys there are, never their values.
	 */
	@Override
	public String toString() {
		return "put " + new TreeSet<>(this.puts.keySet()) + ", delete " + new TreeSet<>(this.deletes);
	}

}
