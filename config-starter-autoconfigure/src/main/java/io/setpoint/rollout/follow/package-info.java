/**
 * Follows the rollouts of versioned configurations on an instance: from the state, and
 * who the instance is, to the version that its locations show.
 */
@NullMarked
package io.setpoint.rollout.follow;

import org.jspecify.annotations.NullMarked;
