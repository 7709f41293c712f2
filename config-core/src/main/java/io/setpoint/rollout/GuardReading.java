package io.setpoint.rollout;

import io.setpoint.rollout.GuardVerdict.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one instance has measured for a guard since the stage began there.
 *
 * @param guard the name of the guard
 * @param candidate whether it was measured on the candidate or on the stable version
 * @param count the number of samples
 * @param total what they sum up to: the bad ones of a ratio, all values of a mean
 * @param value the maximum or percentile, if the guard asks for one
 * @param outcome what a health or custom guard says by itself
 * @since 0.1.0
 */
public record GuardReading(String guard, boolean candidate, long count, double total, @Nullable Double value,
		@Nullable Outcome outcome) {

	public GuardReading {
		if (guard == null) {
			throw new InvalidRolloutStateException("A reading needs the name of its guard");
		}
	}

}
