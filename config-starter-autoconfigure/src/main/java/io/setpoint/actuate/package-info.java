/**
 * How it is operated: actuator endpoints.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.actuate;

import org.jspecify.annotations.NullMarked;
