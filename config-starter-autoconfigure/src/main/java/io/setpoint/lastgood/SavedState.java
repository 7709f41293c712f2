package io.setpoint.lastgood;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.setpoint.store.KeyValue;

/**
 * The accepted state of an application's locations at one moment.
 *
 * @param clusterId the id of the etcd cluster that it was read from
 * @param revision the etcd revision up to which everything was worked off
 * @param currentAt when it was last known to be what etcd has
 * @param locations the accepted keys of each location's prefix
 * @since 0.1.0
 */
public record SavedState(long clusterId, long revision, Instant currentAt, Map<String, List<KeyValue>> locations) {

	public SavedState {
		locations = Map.copyOf(locations);
	}

	/**
	 * Says which state this is, never its values.
	 */
	@Override
	public String toString() {
		return "last good state of " + this.currentAt + " at revision " + this.revision;
	}

}
