/**
 * How it is operated: actuator endpoints.
 */
@NullMarked
package io.setpoint.actuate;

import org.jspecify.annotations.NullMarked;
