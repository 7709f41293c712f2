package io.setpoint.rollout;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One transition: who, when, what and why.
 *
 * @param serial the number of the transition, from 1, without gaps
 * @param at when
 * @param by who
 * @param action what was done
 * @param from the phase before
 * @param to the phase after
 * @param stable the stable version after
 * @param candidate the candidate after
 * @param stage the stage after, from 0
 * @param instances how many instances are known to have the candidate for everything
 * after
 * @param reason why
 * @param guards what the guards in dry run said of the stage before, which had no effect
 * @param unjudged whether somebody wanted it without the verdict of the fleet,
 * {@code null} if not
 * @since 0.1.0
 */
public record HistoryEntry(long serial, Instant at, String by, String action, Phase from, Phase to,
		@Nullable String stable, @Nullable String candidate, int stage, int instances, @Nullable String reason,
		List<GuardVerdict> guards, @Nullable Boolean unjudged) {

	/**
	 * How many characters a reason of a person may have.
	 */
	public static final int LONGEST_REASON = 1000;

	public HistoryEntry {
		guards = List.copyOf(guards);
	}

	/**
	 * Create an entry of something that nobody wanted unjudged.
	 * @param serial the number of the transition
	 * @param at when
	 * @param by who
	 * @param action what was done
	 * @param from the phase before
	 * @param to the phase after
	 * @param stable the stable version after
	 * @param candidate the candidate after
	 * @param stage the stage after
	 * @param instances how many instances are known to have the candidate
	 * @param reason why
	 * @param guards what the guards in dry run said
	 */
	public HistoryEntry(long serial, Instant at, String by, String action, Phase from, Phase to,
			@Nullable String stable, @Nullable String candidate, int stage, int instances, @Nullable String reason,
			List<GuardVerdict> guards) {
		this(serial, at, by, action, from, to, stable, candidate, stage, instances, reason, guards, null);
	}

	HistoryEntry with(List<GuardVerdict> guards) {
		return new HistoryEntry(this.serial, this.at, this.by, this.action, this.from, this.to, this.stable,
				this.candidate, this.stage, this.instances, this.reason, guards, this.unjudged);
	}

	HistoryEntry withoutVerdict() {
		return new HistoryEntry(this.serial, this.at, this.by, this.action, this.from, this.to, this.stable,
				this.candidate, this.stage, this.instances, this.reason, this.guards, true);
	}

}
