package io.setpoint.console.web;

import java.util.List;
import java.util.Locale;

import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.HistoryEntry;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a history as it is shown.
 *
 * @param serial its number
 * @param configuration the name of the configuration
 * @param link the address of the configuration
 * @param permalink the address of the entry
 * @param by who
 * @param what what was done, in words
 * @param phase the phase after it, in words
 * @param style the phase after it, as a class of the style sheet
 * @param candidate the candidate after it, or {@code null}
 * @param stable the stable version after it, or {@code null}
 * @param reason why, or {@code null}
 * @param at when
 * @param guards what guards in dry run said
 * @param unjudged whether the fleet was not asked
 */
record Event(long serial, String configuration, String link, String permalink, String by, String what, String phase,
		String style, @Nullable String candidate, @Nullable String stable, @Nullable String reason, Times.Moment at,
		List<GuardVerdict> guards, boolean unjudged) {

	static Event of(HistoryReads.Happening happening, Links links, Times times) {
		HistoryEntry entry = happening.entry();
		String name = happening.configuration();
		Times.Moment at = times.moment(entry.at());
		return new Event(entry.serial(), name, links.configuration(name),
				links.configuration(name, "history/" + entry.serial()), String.valueOf(entry.by()), what(entry),
				Phases.word(entry.to()), entry.to().name().toLowerCase(Locale.ROOT).replace('_', '-'),
				entry.candidate(), entry.stable(), entry.reason(),
				(at != null) ? at : new Times.Moment("", "unknown", "unknown", 0), entry.guards(),
				Boolean.TRUE.equals(entry.unjudged()));
	}

	/**
	 * Return whether a text is found in what is shown.
	 * @param text the text
	 * @return whether it is
	 */
	boolean contains(String text) {
		String all = String.join(" ", this.configuration, this.by, this.what, this.phase, String.valueOf(this.reason));
		return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
	}

	private static String what(HistoryEntry entry) {
		String candidate = (entry.candidate() != null) ? entry.candidate() : "nothing";
		String stage = "stage " + (entry.stage() + 1);
		return switch (entry.action()) {
			case "start" -> "started " + candidate;
			case "approve" -> "approved " + candidate;
			case "pause" -> "paused " + candidate + " in " + stage;
			case "resume" -> "resumed " + candidate + " in " + stage;
			case "promote" -> promoted(entry, candidate, stage);
			case "extend" -> "gave " + candidate + " to " + entry.instances()
					+ ((entry.instances() == 1) ? " instance" : " instances");
			case "abort" -> "aborted " + candidate;
			case "rollback" -> "went back to " + ((entry.stable() != null) ? entry.stable() : "no version");
			case "publish" -> "published a version unjudged";
			case "release" -> "released " + candidate + " to everybody";
			default -> entry.action() + " " + candidate;
		};
	}

	private static String promoted(HistoryEntry entry, String candidate, String stage) {
		return entry.to().isActive() ? "promoted " + candidate + " to " + stage : "completed " + candidate;
	}

}
