package io.setpoint.console.web;

import java.util.List;

import io.setpoint.store.KeyValue;

/**
 * A key in a table.
 *
 * @param key the whole key
 * @param name what follows the prefix of its location
 * @param value the beginning of its value, as it may be seen
 * @param bytes how many bytes the value has
 * @param revision the revision that wrote it last
 * @param created the revision that created it
 * @param pending why live instances have not taken it up
 */
record KeyRow(String key, String name, String value, int bytes, long revision, long created,
		List<PendingReason> pending) {

	static KeyRow of(String location, KeyValue entry, List<PendingReason> pending, KeySecrets secrets) {
		ValueText text = ValueText.of(entry, secrets);
		return new KeyRow(entry.key(), entry.key().substring(location.length()), text.preview(), text.bytes(),
				entry.modRevision(), entry.createRevision(), pending);
	}

}
