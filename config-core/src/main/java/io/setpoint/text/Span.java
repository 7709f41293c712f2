package io.setpoint.text;

import java.time.Duration;

/**
 * How long something takes, as it is written in a plan.
 *
 * @since 0.1.0
 */
public final class Span {

	private Span() {
	}

	/**
	 * Write a time in its two largest units, down to seconds: {@code 1m 30s}. What is
	 * shorter than a second is written in ms.
	 * @param time the time, taken for none if it is negative
	 * @return the text
	 */
	public static String text(Duration time) {
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
		return (positive.toSeconds() > 0 || positive.isZero()) ? positive.toSeconds() + "s"
				: positive.toMillis() + "ms";
	}

	private static String part(int amount, String unit) {
		return (amount > 0) ? " " + amount + unit : "";
	}

}
