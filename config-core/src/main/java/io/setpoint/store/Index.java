package io.setpoint.store;

import java.util.Map;

/**
 * Which keys a prefix had at a revision.
 *
 * @param clusterId the id of the cluster that answered
 * @param revision the revision of the index
 * @param modRevisions the modification revision of each key
 * @since 0.1.0
 */
public record Index(long clusterId, long revision, Map<String, Long> modRevisions) {

	public Index {
		modRevisions = Map.copyOf(modRevisions);
	}

}
