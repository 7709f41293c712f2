package io.setpoint.store;

import java.util.List;

/**
 * What a part of a read has brought.
 *
 * @param clusterId the cluster that has answered
 * @param revision the revision of the store when it answered
 * @param entries the keys
 * @param more whether there are more in the range
 */
record Page(long clusterId, long revision, List<KeyValue> entries, boolean more) {
}
