package io.setpoint.store;

import java.util.Arrays;

/**
 * A key with its value, as etcd holds it. Immutable: the value's bytes are shared and
 * must not be changed by anybody.
 *
 * @param key the whole key, prefix included; bytes that are not UTF-8 appear as
 * {@code \xHH}, and so does a backslash that would look like one, so that no two keys
 * have the same text
 * @param value the bytes of the value
 * @param createRevision the revision that created the key
 * @param modRevision the revision that last wrote it
 * @since 0.1.0
 */
public record KeyValue(String key, byte[] value, long createRevision, long modRevision) {

	@Override
	public boolean equals(Object other) {
		return other instanceof KeyValue that && this.modRevision == that.modRevision
				&& this.createRevision == that.createRevision && this.key.equals(that.key)
				&& Arrays.equals(this.value, that.value);
	}

	@Override
	public int hashCode() {
		return 31 * this.key.hashCode() + Long.hashCode(this.modRevision);
	}

	/**
	 * Says which key this is, never its value.
	 */
	@Override
	public String toString() {
		return "'" + this.key + "' at revision " + this.modRevision + " (" + this.value.length + " bytes)";
	}

}
