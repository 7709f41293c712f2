package io.setpoint.store;

import io.etcd.jetcd.ByteSequence;

/**
 * Keys as jetcd has them.
 */
final class Keys {

	private Keys() {
	}

	static ByteSequence bytes(String key) {
		return ByteSequence.from(KeyText.bytes(key));
	}

	/**
	 * The first key that may be in a range.
	 * @param range a prefix, the beginning of keys, or a single key
	 * @return the start of the range, inclusive
	 */
	static ByteSequence start(String range) {
		return ByteSequence.from(KeyText.start(range));
	}

	/**
	 * The first key behind all keys of a range.
	 * @param range a prefix, the beginning of keys, or a single key
	 * @return the end of the range, exclusive
	 */
	static ByteSequence end(String range) {
		return ByteSequence.from(KeyText.end(range));
	}

	static String text(ByteSequence key) {
		return KeyText.text(key.getBytes());
	}

	static KeyValue entry(io.etcd.jetcd.KeyValue entry) {
		return new KeyValue(text(entry.getKey()), entry.getValue().getBytes(), entry.getCreateRevision(),
				entry.getModRevision());
	}

}
