/**
 * Versions, plans, cohorts and phases: which version applies where, and what may happen
 * next. Pure decisions, without Spring and without etcd.
 * <p>
 * A {@link io.setpoint.rollout.RolloutState} is all there is to know of a rollout, and is
 * changed in two ways. An operator's {@link io.setpoint.rollout.Command} is a pure
 * function from state to {@link io.setpoint.rollout.Transition}, or is refused as the
 * phase demands. While it runs, the {@link io.setpoint.rollout.Conductor} looks at the
 * state, the {@link io.setpoint.rollout.Fleet}, what
 * {@link io.setpoint.rollout.Judgement} makes of the guards and how long the stage has
 * baked, and comes to a {@link io.setpoint.rollout.Decision}. Who has the candidate is
 * decided by everybody for himself: {@link io.setpoint.rollout.Cohort} puts an identity
 * or a subject into a {@link io.setpoint.rollout.Bucket} by a hash that depends on the
 * rollout, and compares it with the share of the stage.
 * <p>
 * What is kept in etcd, and where, is in {@link io.setpoint.rollout.RolloutFormat} and
 * {@link io.setpoint.rollout.RolloutKeys}.
 */
@NullMarked
package io.setpoint.rollout;

import org.jspecify.annotations.NullMarked;
