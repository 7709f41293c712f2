/**
 * The fleet, the election of a controller, and the only automatic writer of rollouts.
 */
@NullMarked
package io.setpoint.rollout.control;

import org.jspecify.annotations.NullMarked;
