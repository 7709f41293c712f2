package io.setpoint.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What a guard has measured on both sides of a rollout, where that is a number.
 *
 * @param guard the name of the guard
 * @param samples how many samples the canary has
 * @param candidate the value of the canary, {@code null} without one
 * @param stableSamples how many samples the stable side has
 * @param stable the value of the stable side, {@code null} without one
 * @since 0.1.0
 */
public record GuardMeasure(String guard, long samples, @Nullable Double candidate, long stableSamples,
		@Nullable Double stable) {

}
