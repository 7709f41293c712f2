/**
 * All configurations of one etcd as they are now, in memory once for everybody who looks:
 * states and live instances as values, versions and histories by their names only.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.console.landscape;

import org.jspecify.annotations.NullMarked;
