/**
 * Tests for rollouts over requests.
 */
@NullMarked
package io.setpoint.rollout.web;

import org.jspecify.annotations.NullMarked;
