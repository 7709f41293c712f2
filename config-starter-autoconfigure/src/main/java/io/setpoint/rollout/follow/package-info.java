/**
 * Follows the states of rollouts: what an instance shows of a versioned configuration.
 * <p>
 * The {@link io.setpoint.rollout.follow.RolloutFollower} interprets what the mirror
 * delivers. The key of a state says which version is this instance's;
 * {@link io.setpoint.rollout.follow.VersionReads} has it, or fetches it while the
 * revision waits; then it is proposed to the acceptance pipeline as if its keys had been
 * written. A state that makes no sense or a version that is missing changes nothing and
 * is reported.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.rollout.follow;

import org.jspecify.annotations.NullMarked;
