package io.setpoint.console.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * Times as people read them.
 */
final class Times {

	private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'")
		.withZone(ZoneOffset.UTC);

	private final Clock clock;

	Times(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return a moment.
	 * @param instant the moment
	 * @return how it is shown, {@code null} for the beginning of time
	 */
	@Nullable Moment moment(@Nullable Instant instant) {
		if (instant == null || instant.equals(Instant.EPOCH)) {
			return null;
		}
		Duration age = Duration.between(instant, this.clock.instant());
		return new Moment(instant.truncatedTo(ChronoUnit.SECONDS).toString(), EXACT.format(instant), ago(age),
				Math.max(0, age.toSeconds()));
	}

	static String ago(Duration age) {
		return (age.toSeconds() < 1) ? "now" : text(age) + " ago";
	}

	/**
	 * Write a time roughly, with its two largest units at most.
	 * @param duration the time
	 * @return its text
	 */
	static String text(Duration duration) {
		long seconds = Math.max(0, duration.toSeconds());
		if (seconds < 60) {
			return seconds + " s";
		}
		if (seconds < 3600) {
			return two(seconds / 60, "min", seconds % 60, "s");
		}
		return (seconds < 86_400) ? two(seconds / 3600, "h", seconds % 3600 / 60, "min")
				: two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
	}

	private static String two(long large, String unit, long small, String smallUnit) {
		return large + " " + unit + ((small > 0 && large < 10) ? " " + small + " " + smallUnit : "");
	}

	/**
	 * A moment as it is shown.
	 *
	 * @param iso for machines
	 * @param exact for people who want to know
	 * @param ago for all others
	 * @param age how many seconds ago it was
	 */
	record Moment(String iso, String exact, String ago, long age) {
	}

}
