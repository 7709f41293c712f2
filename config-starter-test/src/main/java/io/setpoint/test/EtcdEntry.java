package io.setpoint.test;

import java.nio.charset.StandardCharsets;

/**
 * A key of etcd with its value.
 *
 * @param key the key
 * @param value the value
 * @param createRevision the revision that created the key
 * @param modRevision the revision that wrote the value
 * @param version how often the key was written since it was created
 * @since 0.1.0
 */
public record EtcdEntry(String key, byte[] value, long createRevision, long modRevision, long version) {

	/**
	 * Return the value as UTF-8 text.
	 * @return the text
	 */
	public String text() {
		return new String(this.value, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "'" + this.key + "' @ revision " + this.modRevision;
	}

}
