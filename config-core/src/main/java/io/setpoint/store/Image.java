package io.setpoint.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of some prefixes at one revision.
 *
 * @param clusterId the id of the cluster that answered
 * @param revision the revision of the read
 * @param entries the keys of each prefix, in the order of the keys
 * @since 0.1.0
 */
public record Image(long clusterId, long revision, Map<String, List<KeyValue>> entries) {

	public Image {
		entries = Map.copyOf(entries);
	}

	/**
	 * Return the keys of one of the prefixes that were read.
	 * @param prefix the prefix
	 * @return its keys, empty if it has none
	 */
	public List<KeyValue> entries(String prefix) {
		return this.entries.getOrDefault(prefix, List.of());
	}

	/**
	 * Return one of the keys that were read by themselves.
	 * @param key the key
	 * @return the key with its value, empty if it is not there
	 */
	public Optional<KeyValue> entry(String key) {
		return entries(key).stream().findFirst();
	}

}
