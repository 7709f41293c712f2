package io.setpoint.rollout.control;

import java.time.Duration;

import io.setpoint.rollout.BakeProgress;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Learns how long a stage has baked from those that were there before, and notes it for
 * those that come after.
 */
final class BakeNotes {

	private static final Log logger = LogFactory.getLog(BakeNotes.class);

	private static final Duration PAUSE = Duration.ofMillis(250);

	/**
	 * How often at most, and at least, it is noted how long a stage has baked. What was
	 * not noted is baked again after a pause, or when nobody is left who has seen it.
	 */
	private static final Duration NOTE_MIN = Duration.ofSeconds(5);

	private static final Duration NOTE_MAX = Duration.ofMinutes(1);

	private static final int NOTES = 10;

	private final Office office;

	private @Nullable BakeProgress progress;

	private boolean learnt;

	private Duration noted = Duration.ZERO;

	private boolean over;

	BakeNotes(Office office) {
		this.office = office;
	}

	/**
	 * Read what was noted before, until that succeeds.
	 */
	void learn() {
		this.office.surroundings()
			.ask((store) -> this.office.ledger().noted(this.office.configuration()), (read, failure) -> {
				this.progress = read;
				this.learnt = failure == null;
				if (failure != null && !this.over) {
					this.office.surroundings().after(PAUSE, this::learn);
				}
			});
	}

	void end() {
		this.over = true;
	}

	/**
	 * Go on measuring from what was noted before.
	 * @param state the state
	 */
	void measure(RolloutState state) {
		BakeProgress before = this.progress;
		this.office.clock().follow(state);
		if (before != null) {
			this.progress = null;
			this.office.clock().learn(state, before);
		}
	}

	boolean isDue(RolloutState state) {
		Stage stage = state.currentStage();
		if (stage == null) {
			return false;
		}
		Duration baked = this.office.clock().baked(state);
		if (baked.compareTo(this.noted) < 0) {
			this.noted = state.baked();
		}
		return baked.minus(this.noted).compareTo(interval(stage.bake())) >= 0;
	}

	private static Duration interval(Duration bake) {
		Duration interval = bake.dividedBy(NOTES);
		if (interval.compareTo(NOTE_MIN) < 0) {
			return NOTE_MIN;
		}
		return (interval.compareTo(NOTE_MAX) > 0) ? NOTE_MAX : interval;
	}

	/**
	 * Note how long the stage has baked. Who has not read yet what was noted before may
	 * know less.
	 * @param state the state
	 * @param revision the revision that it is of
	 */
	void write(RolloutState state, long revision) {
		if (this.learnt && this.progress == null) {
			this.noted = this.office.clock().baked(state);
			BakeProgress baked = BakeProgress.of(state, this.noted);
			this.office.surroundings()
				.ask((store) -> this.office.ledger().note(this.office.configuration(), baked, revision), (outcome,
						failure) -> logger.trace("How long a stage has baked was noted, or was not", failure));
		}
	}

}
