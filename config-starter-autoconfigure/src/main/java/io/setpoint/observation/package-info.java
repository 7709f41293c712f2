/**
 * Meters and observations.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.observation;

import org.jspecify.annotations.NullMarked;
