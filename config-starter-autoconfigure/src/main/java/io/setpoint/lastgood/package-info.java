/**
 * The last good state on disk, which a start takes where etcd is away or holds what is
 * not valid.
 * <p>
 * The {@link io.setpoint.lastgood.SnapshotFile} is for one application, is readable by
 * its owner only and replaced atomically; its bytes
 * ({@link io.setpoint.lastgood.SnapshotFormat}) carry a digest, the cluster and the
 * revision. Whatever is not what was written is refused, and the start goes on without.
 * The {@link io.setpoint.lastgood.SnapshotWriter} writes it a short while after a change,
 * once for all changes of that while.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.lastgood;

import org.jspecify.annotations.NullMarked;
