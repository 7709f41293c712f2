package io.setpoint.document;

import java.util.LinkedHashMap;
import java.util.Map;

import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * What was read last of a location that shows one version at a time: going to and fro
 * between two versions, or trying one beside the other, reads neither of them again.
 */
final class RecentEntries {

	private static final int KEPT = 2;

	private final Map<String, Entry> entries = new LinkedHashMap<>(KEPT, 0.75f, true);

	synchronized @Nullable Entry get(KeyValue keyValue) {
		Entry entry = this.entries.get(keyValue.key());
		return (entry != null && entry.keyValue().equals(keyValue)) ? entry : null;
	}

	synchronized void keep(Entry entry) {
		this.entries.put(entry.keyValue().key(), entry);
		if (this.entries.size() > KEPT) {
			this.entries.remove(this.entries.keySet().iterator().next());
		}
	}

}
