/**
 * Meters and observations.
 */
@NullMarked
package io.setpoint.observation;

import org.jspecify.annotations.NullMarked;
