/**
 * The part of an instance in its rollouts: it is in the fleet, measures guards, takes
 * operators' commands, and moves rollouts while it is elected.
 * <p>
 * All but the measuring runs on one loop, {@code setpoint-fleet}.
 * {@link io.setpoint.rollout.control.FleetRegistration} keeps the instance in its fleets;
 * its {@link io.setpoint.rollout.control.FleetEntries} are under a lease and written only
 * if they are news to somebody. An {@link io.setpoint.lease.Election} is held when a
 * rollout begins to run; the {@link io.setpoint.rollout.control.Controller} then has a
 * {@link io.setpoint.rollout.control.Term} with a
 * {@link io.setpoint.rollout.control.FleetCopy} and asks the conductor what is to be
 * done, and the {@link io.setpoint.rollout.archive.Ledger} writes it, together with its
 * entry in the history and on the conditions that nobody else was elected and the state
 * is the one that was looked at. Time is measured by
 * {@link io.setpoint.rollout.control.StageClock}, never compared between clocks. Why:
 * {@code docs/decisions/measured-time.md} and {@code quiet-fleet.md}.
 * <p>
 * {@link io.setpoint.rollout.archive.StoredRollouts} is the operators' side. It needs no
 * election: whatever was decided meanwhile makes a command a conflict.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.rollout.control;

import org.jspecify.annotations.NullMarked;
