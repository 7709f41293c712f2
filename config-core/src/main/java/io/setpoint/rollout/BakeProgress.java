package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How long a stage is known to have baked. A note for those who have not been there all
 * the while; whoever has goes by its own clock.
 *
 * @param salt the salt of the rollout
 * @param stage the index of the stage
 * @param since the time of day since when the stage is running; told apart by, not
 * reckoned with
 * @param baked how long it has baked, pauses left out
 * @since 0.1.0
 */
public record BakeProgress(String salt, int stage, Instant since, Duration baked) {

	public BakeProgress {
		if (salt == null || since == null || baked == null || baked.isNegative()) {
			throw new InvalidRolloutStateException("It needs the salt of a rollout, a beginning and a bake time");
		}
	}

	/**
	 * Note what a stage has baked.
	 * @param state the state of the rollout, which is running
	 * @param baked how long
	 * @return the note
	 */
	public static BakeProgress of(RolloutState state, Duration baked) {
		return new BakeProgress(Objects.requireNonNull(state.salt()), state.stage(),
				Objects.requireNonNull(state.stageSince()), baked);
	}

	/**
	 * Return whether this is about the stage of a state since it was entered or resumed
	 * last, or has its first instance.
	 * @param state the state
	 * @return whether it is
	 */
	public boolean isOf(RolloutState state) {
		return state.phase() == Phase.RUNNING && this.salt.equals(state.salt()) && this.stage == state.stage()
				&& Objects.equals(this.since, state.stageSince());
	}

}
