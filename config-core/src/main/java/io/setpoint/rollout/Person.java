package io.setpoint.rollout;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The name of somebody who does something to a rollout.
 *
 * @since 0.1.0
 */
public final class Person {

	private static final int LONGEST = 200;

	private Person() {
	}

	/**
	 * Find out what is wrong with the name of a person.
	 * @param what what it is, for the sentence
	 * @param name the name, {@code null} if none was given
	 * @return what is wrong and what to do; {@code null} if nothing is
	 */
	public static @Nullable String problem(String what, @Nullable String name) {
		return StringUtils.hasText(name) ? Line.problem(what, name, LONGEST)
				: what + " is missing: say who asks for it";
	}

	/**
	 * Return whether people take two names for the same: whatever the case, the blanks
	 * and the way in which the characters are written.
	 * @param name a name
	 * @param other another name, or {@code null}
	 * @return whether they are the same
	 */
	public static boolean isSame(String name, @Nullable String other) {
		return other != null && read(name).equals(read(other));
	}

	private static String read(String name) {
		StringBuilder shown = new StringBuilder(name.length());
		Normalizer.normalize(name, Form.NFKC).codePoints().forEach((character) -> append(shown, character));
		String folded = shown.toString().strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
		return Normalizer.normalize(folded, Form.NFKC);
	}

	private static void append(StringBuilder shown, int character) {
		boolean blank = Character.isWhitespace(character) || Character.isSpaceChar(character);
		if (blank && (shown.isEmpty() || shown.charAt(shown.length() - 1) != ' ')) {
			shown.append(' ');
		}
		else if (!blank && !Line.isControl(character) && Character.getType(character) != Character.FORMAT) {
			shown.appendCodePoint(character);
		}
	}

}
