/**
 * Follows the states of rollouts: what an instance shows of a versioned configuration.
 * <p>
 * The {@link io.setpoint.rollout.follow.RolloutFollower} interprets what the mirror
 * delivers. The key of a state says which version is this instance's;
 * {@link io.setpoint.rollout.follow.VersionReads} has it, or fetches it while the
 * revision waits; then it is proposed to the acceptance pipeline as if its keys had been
 * written. A {@link io.setpoint.rollout.follow.FollowedRollout} is one such
 * configuration: <pre>
 *                       a state whose version is there
 *   SETTLED &lt;----------------------------------------------- from any of them
 *                       a state whose version is being read      nothing that comes
 *   FETCHING &lt;---------------------------------------------- later is taken up meanwhile
 *      | read: SETTLED; missing, altered, or not to be read
 *      v
 *   LACKING --- found after all: SETTLED
 *                       a state that makes no sense, or that was deleted
 *   REFUSED &lt;----------------------------------------------- from any of them
 * </pre> In the lower two the last good version stays and the state's key is reported;
 * with a deleted state a candidate goes all the same.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.rollout.follow;

import org.jspecify.annotations.NullMarked;
