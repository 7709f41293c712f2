/**
 * One thread that owns a state, its clock, and what else comes from outside. Nothing in
 * the packages above sleeps, starts threads or looks at a clock of its own.
 * {@link io.setpoint.loop.Surroundings} is all of it in one record;
 * {@link io.setpoint.loop.Containment} keeps failures of those who are called from those
 * who call.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.loop;

import org.jspecify.annotations.NullMarked;
