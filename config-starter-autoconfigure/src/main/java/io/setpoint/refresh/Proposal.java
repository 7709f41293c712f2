package io.setpoint.refresh;

import java.util.Collection;
import java.util.Map;

import io.setpoint.store.Change;

/**
 * What one etcd revision changed in all locations, or what a re-read found to differ.
 *
 * @param revision the revision
 * @param restart whether the store was replaced, so that its numbers start again
 * @param changes the changes of each location's prefix
 * @since 0.1.0
 */
public record Proposal(long revision, boolean restart, Map<String, ? extends Collection<Change>> changes) {
}
