/**
 * Tests for the fleet, the election and the controller.
 */
@NullMarked
package io.setpoint.rollout.control;

import org.jspecify.annotations.NullMarked;
