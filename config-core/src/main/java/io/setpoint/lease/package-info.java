/**
 * Leases that are kept alive, and who of many holds a key.
 */
@NullMarked
package io.setpoint.lease;

import org.jspecify.annotations.NullMarked;
