package io.setpoint.text;

import org.jspecify.annotations.Nullable;

/**
 * Text that a person gives and others read in one line: in the history, in a log, in a
 * table. It is bounded, because all instances read it, and has nothing in it that would
 * begin another line or be shown as something else.
 *
 * @since 0.1.0
 */
public final class Line {

	private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

	private static final int ZERO_WIDTH_JOINER = 0x200D;

	private Line() {
	}

	/**
	 * Find out what is wrong with a text.
	 * @param what what it is, for the sentence
	 * @param text the text, {@code null} if there is none
	 * @param longest how many characters it may have
	 * @return what is wrong and what to do, without the text; {@code null} if nothing is
	 */
	public static @Nullable String problem(String what, @Nullable String text, int longest) {
		if (text == null) {
			return null;
		}
		if (text.isBlank()) {
			return what + " is empty: leave it out, or say something";
		}
		if (text.length() > longest) {
			return what + " has " + text.length() + " characters: at most " + longest + " are taken";
		}
		return text.codePoints().anyMatch(Line::isControl)
				? what + " has a line break or another character that is not shown: write it in one line" : null;
	}

	/**
	 * Return a text that nobody has checked as others may read it.
	 * @param text the text
	 * @param longest how many characters are told, the remark that it goes on included
	 * @return the text in one line, or its beginning and how long it is
	 */
	public static String cut(String text, int longest) {
		String line = shown(text);
		if (line.length() <= longest) {
			return line;
		}
		String remark = "... (" + line.length() + " characters)";
		int end = longest - remark.length();
		return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + remark;
	}

	private static String shown(String text) {
		StringBuilder shown = new StringBuilder(text.length());
		text.codePoints()
			.forEach((character) -> shown
				.append(isControl(character) ? "\\u%04X".formatted(character) : Character.toString(character)));
		return shown.toString();
	}

	/**
	 * Return whether a character is none that is shown.
	 * @param character the character
	 * @return whether it is; what joins letters is shown with them
	 */
	public static boolean isControl(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			case Character.FORMAT -> character != ZERO_WIDTH_JOINER && character != ZERO_WIDTH_NON_JOINER;
			default -> false;
		};
	}

}
