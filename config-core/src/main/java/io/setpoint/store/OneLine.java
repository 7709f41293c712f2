package io.setpoint.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows text that somebody else has chosen, such as a key, within one line of a log.
 *
 * @since 0.1.0
 */
public final class OneLine {

	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");

	private static final int MAX_NAME_LENGTH = 300;

	private OneLine() {
	}

	/**
	 * Show text without line breaks, control sequences of terminals and marks that change
	 * the direction of what follows: these appear as their four digits.
	 * @param text the text
	 * @return the text on one line
	 */
	public static String of(String text) {
		Matcher matcher = UNPRINTABLE.matcher(text);
		return matcher.find() ? matcher.replaceAll((found) -> Matcher.quoteReplacement(escaped(found.group()))) : text;
	}

	/**
	 * Show a name that somebody else has chosen, of which only the beginning is shown if
	 * it is too long for a sentence.
	 * @param name the name
	 * @return the name on one line
	 */
	public static String name(String name) {
		return (name.length() <= MAX_NAME_LENGTH) ? of(name)
				: of(name.substring(0, MAX_NAME_LENGTH)) + "... (" + name.length() + " characters)";
	}

	private static String escaped(String found) {
		StringBuilder escaped = new StringBuilder();
		found.chars().forEach((unit) -> escaped.append("\\u%04X".formatted(unit)));
		return escaped.toString();
	}

}
