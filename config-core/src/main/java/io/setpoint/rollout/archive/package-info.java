/**
 * Versions, states and histories in etcd, as operators read and change them: needs
 * neither a loop nor an instance.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.rollout.archive;

import org.jspecify.annotations.NullMarked;
