package io.setpoint.rollout.imports;

import java.util.List;

import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * A versioned configuration that an application imports.
 *
 * @param configuration the name of the configuration
 * @param prefix the prefix of its versions, which is that of the location's content
 * @param stateKey the key of its state
 * @param revision the etcd revision at which the state was read at start, 0 if it could
 * not be read
 * @param state the state as it was read, empty if it was not there or could not be read
 * @param version the entry of the version that the instance has by that state,
 * {@code null} if there is none
 * @since 0.1.0
 */
public record ImportedRollout(String configuration, String prefix, String stateKey, long revision, List<KeyValue> state,
		@Nullable KeyValue version) {

	/**
	 * Return what is mirrored of it: its state, and what is asked beside it.
	 * @return the range
	 */
	public String followed() {
		return RolloutKeys.followed(this.stateKey);
	}

}
