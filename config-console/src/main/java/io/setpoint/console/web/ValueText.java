package io.setpoint.console.web;

import io.setpoint.store.KeyValue;
import io.setpoint.store.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The value of a key as text, and what of it may be seen.
 *
 * @param text the text, {@code null} if a form could not give it back as it is
 * @param bytes how many bytes it has
 * @param secret whether it is, or has in it, what is not shown
 */
record ValueText(@Nullable String text, int bytes, boolean secret) {

	private static final int PREVIEW = 160;

	static ValueText of(KeyValue entry, KeySecrets secrets) {
		String text = text(entry);
		return new ValueText(text, entry.value().length, text != null && secrets.isIn(entry.key(), text));
	}

	/**
	 * Read the value of a key.
	 * @param entry the key
	 * @return the text, {@code null} if a form could not give it back as it is
	 */
	static @Nullable String text(KeyValue entry) {
		String text = Utf8.text(entry.value());
		return (text != null && text.chars().allMatch(ValueText::isKept)) ? text : null;
	}

	private static boolean isKept(int unit) {
		return unit >= ' ' || unit == '\n' || unit == '\r' || unit == '\t';
	}

	/**
	 * Return the value as whoever looks may see it.
	 * @return the text, or why it is not shown
	 */
	String shown() {
		if (this.text == null) {
			return "(no text, " + this.bytes + " bytes)";
		}
		return this.secret ? Secrets.shown("secret", this.text) : this.text;
	}

	/**
	 * Return the beginning of it, for a table.
	 * @return one line
	 */
	String preview() {
		String shown = shown();
		int end = shown.stripTrailing().indexOf('\n');
		String first = (end < 0) ? shown.stripTrailing() : shown.substring(0, end);
		String cut = (first.length() > PREVIEW) ? first.substring(0, PREVIEW) : first;
		return (cut.length() < shown.stripTrailing().length()) ? cut + " …" : cut;
	}

	/**
	 * Return what a browser has sent as the text that is meant: line ends are those that
	 * were there before.
	 * @param sent what was sent
	 * @param before the text before, {@code null} if there was none
	 * @return the text
	 */
	static String received(String sent, @Nullable String before) {
		String unix = sent.replace("\r\n", "\n").replace('\r', '\n');
		if (before == null || before.indexOf('\r') < 0) {
			return unix;
		}
		if (unix.equals(before.replace("\r\n", "\n").replace('\r', '\n'))) {
			return before;
		}
		return before.contains("\r\n") ? unix.replace("\n", "\r\n") : unix;
	}

}
