package io.setpoint.rollout.control;

import java.time.Duration;
import java.time.Instant;

import io.setpoint.loop.Loop;
import io.setpoint.rollout.BakeProgress;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import org.jspecify.annotations.Nullable;

/**
 * How long the stage of a rollout has baked, by nothing but the monotonic clock of this
 * process: since it heard of the stage, or since it read how long others have seen it.
 * That may be less than the truth and never is more. Clocks of day are not asked.
 */
final class StageClock {

	private final Loop loop;

	private @Nullable Stint stint;

	private Duration base = Duration.ZERO;

	private long begun;

	StageClock(Loop loop) {
		this.loop = loop;
	}

	/**
	 * Hear of a state. A stage that goes on is measured on.
	 * @param state the state
	 */
	void follow(RolloutState state) {
		Stint next = Stint.of(state);
		if (next == null || !next.equals(this.stint)) {
			this.stint = next;
			begin(state.baked());
		}
	}

	private void begin(Duration base) {
		this.base = base;
		this.begun = this.loop.nanoTime();
	}

	/**
	 * Learn what others have seen.
	 * @param state the state that it was read for
	 * @param progress what was read
	 */
	void learn(RolloutState state, BakeProgress progress) {
		if (progress.isOf(state) && isOf(state) && progress.baked().compareTo(baked(state)) > 0) {
			begin(progress.baked());
		}
	}

	/**
	 * Return how long a stage has baked at least.
	 * @param state the state
	 * @return how long, pauses left out
	 */
	Duration baked(RolloutState state) {
		return isOf(state) ? baked() : state.baked();
	}

	private Duration baked() {
		return (this.stint != null) ? this.base.plusNanos(this.loop.nanoTime() - this.begun) : this.base;
	}

	private boolean isOf(RolloutState state) {
		Stint stint = Stint.of(state);
		return stint != null && stint.equals(this.stint);
	}

	/**
	 * A time in which a stage runs without a pause.
	 *
	 * @param salt the rollout
	 * @param stage the stage
	 * @param since the time of day that whoever began it wrote, which tells it from
	 * others
	 * @param baked what had baked before it
	 */
	private record Stint(String salt, int stage, Instant since, Duration baked) {

		static @Nullable Stint of(RolloutState state) {
			return (state.phase() == Phase.RUNNING && state.salt() != null && state.stageSince() != null)
					? new Stint(state.salt(), state.stage(), state.stageSince(), state.baked()) : null;
		}

	}

}
