/**
 * The watch loop: an exact copy of each location's keys, kept by a state machine that
 * owns its revision.
 */
@NullMarked
package io.setpoint.mirror;

import org.jspecify.annotations.NullMarked;
