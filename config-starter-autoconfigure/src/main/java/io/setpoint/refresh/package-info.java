/**
 * The acceptance pipeline and the one publication point.
 */
@NullMarked
package io.setpoint.refresh;

import org.jspecify.annotations.NullMarked;
