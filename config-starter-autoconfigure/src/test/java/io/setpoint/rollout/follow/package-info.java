/**
 * Tests for how an instance follows rollouts.
 */
@NullMarked
package io.setpoint.rollout.follow;

import org.jspecify.annotations.NullMarked;
