/**
 * Leases that are kept alive, and who of many holds a key.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.lease;

import org.jspecify.annotations.NullMarked;
