package io.setpoint.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times as people read them.
 */
final class Times {

	private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'")
		.withZone(ZoneOffset.UTC);

	private Times() {
	}

	static String text(Instant time) {
		return MINUTE.format(time);
	}

	/**
	 * Return how long something takes, in its two largest units.
	 * @param time the time
	 * @return the text
	 */
	static String text(Duration time) {
		Duration positive = time.isNegative() ? Duration.ZERO : time;
		if (positive.toDays() > 0) {
			return positive.toDays() + "d" + part(positive.toHoursPart(), "h");
		}
		if (positive.toHours() > 0) {
			return positive.toHours() + "h" + part(positive.toMinutesPart(), "m");
		}
		if (positive.toMinutes() > 0) {
			return positive.toMinutes() + "m" + part(positive.toSecondsPart(), "s");
		}
		return positive.toSeconds() + "s";
	}

	private static String part(int amount, String unit) {
		return (amount > 0) ? " " + amount + unit : "";
	}

}
