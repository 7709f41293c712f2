/**
 * The health contributor.
 */
@NullMarked
package io.setpoint.health;

import org.jspecify.annotations.NullMarked;
