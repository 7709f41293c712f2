/**
 * The health contributor.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.health;

import org.jspecify.annotations.NullMarked;
