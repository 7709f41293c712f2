/**
 * The actuator endpoint.
 */
@NullMarked
package io.setpoint.actuate;

import org.jspecify.annotations.NullMarked;
