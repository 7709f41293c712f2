package io.setpoint.rollout;

import java.time.Instant;

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
 * @since 0.1.0
 */
public record HistoryEntry(long serial, Instant at, String by, String action, Phase from, Phase to,
		@Nullable String stable, @Nullable String candidate, int stage, int instances, @Nullable String reason) {
}
