package io.setpoint.console.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

import io.setpoint.rollout.HistoryEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which entries of a history are wanted. Days and minutes are those of UTC, both
 * included.
 *
 * @param who a part of the name of whoever did it
 * @param what a part of what was done, of the phase after it or of why
 * @param since the first day or minute, may be empty
 * @param until the last day or minute, may be empty
 */
record HistoryFilter(String who, String what, String since, String until) {

	HistoryFilter {
		who = text(who);
		what = text(what);
		since = text(since);
		until = text(until);
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value.strip() : "";
	}

	/**
	 * Return whether anything is left out.
	 * @return whether any word or time is given
	 */
	public boolean active() {
		return Stream.of(this.who, this.what, this.since, this.until).anyMatch(StringUtils::hasText);
	}

	/**
	 * Return when the first entry may be, for a field that takes a minute.
	 * @return the minute, empty if it does not matter
	 */
	public String sinceMinute() {
		return isDay(this.since) ? this.since + "T00:00" : this.since;
	}

	/**
	 * Return when the last entry may be, for a field that takes a minute.
	 * @return the minute, empty if it does not matter
	 */
	public String untilMinute() {
		return isDay(this.until) ? this.until + "T23:59" : this.until;
	}

	private static boolean isDay(String text) {
		return !text.isEmpty() && text.indexOf('T') < 0;
	}

	/**
	 * Check the times.
	 * @return the interval that they are
	 */
	Interval interval() {
		return new Interval(this.since.isEmpty() ? Instant.MIN : instant(sinceMinute(), this.since, 0),
				this.until.isEmpty() ? Instant.MAX : instant(untilMinute(), this.until, 1));
	}

	private static Instant instant(String minute, String text, int later) {
		try {
			return LocalDateTime.parse(minute).plusMinutes(later).toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"'" + text + "' is no day and no minute: write it as 2026-11-28, or as 2026-11-28T14:30.");
		}
	}

	boolean takes(Event event, HistoryEntry entry, Interval interval) {
		return interval.contains(entry.at()) && contains(this.who, event.by())
				&& contains(this.what, event.what(), event.phase(), event.reason());
	}

	private static boolean contains(String part, @Nullable String... texts) {
		String wanted = part.toLowerCase(Locale.ROOT);
		return wanted.isEmpty()
				|| Stream.of(texts).anyMatch((text) -> text != null && text.toLowerCase(Locale.ROOT).contains(wanted));
	}

	/**
	 * A time.
	 *
	 * @param begin when it begins
	 * @param end when it has ended
	 */
	record Interval(Instant begin, Instant end) {

		boolean contains(Instant at) {
			return !at.isBefore(this.begin) && at.isBefore(this.end);
		}

	}

}
