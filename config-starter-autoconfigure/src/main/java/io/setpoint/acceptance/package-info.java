/**
 * The acceptance pipeline and the one publication point.
 */
@NullMarked
package io.setpoint.acceptance;

import org.jspecify.annotations.NullMarked;
