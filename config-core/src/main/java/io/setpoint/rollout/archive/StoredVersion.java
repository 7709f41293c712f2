package io.setpoint.rollout.archive;

import java.nio.charset.StandardCharsets;

import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.Version;
import io.setpoint.store.KeyValue;

/**
 * A version as it is in etcd.
 *
 * @param stored its key and value
 * @param version what they say
 * @since 0.1.0
 */
public record StoredVersion(KeyValue stored, Version version) {

	/**
	 * Read a version.
	 * @param stored its key and value
	 * @return the version
	 * @throws InvalidRolloutStateException if it is no version, or was altered
	 */
	public static StoredVersion of(KeyValue stored) {
		Version version = RolloutFormat.read(stored.value(), Version.class);
		if (!stored.key().endsWith("/" + version.id())) {
			throw new InvalidRolloutStateException("It is version '" + version.id() + "' under another name");
		}
		return new StoredVersion(stored, version);
	}

	/**
	 * Return the entry that its location shows: the document under the key of the
	 * version. The same version always gives the same entry.
	 * @return the entry
	 */
	public KeyValue entry() {
		return new KeyValue(this.stored.key(), this.version.document().getBytes(StandardCharsets.UTF_8),
				this.stored.createRevision(), this.stored.createRevision());
	}

}
