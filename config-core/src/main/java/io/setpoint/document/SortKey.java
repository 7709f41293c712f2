package io.setpoint.document;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The text that names are sorted by. Two names have the same one exactly if Boot takes
 * them for equal; the descendants of a name follow it without a gap, and the elements of
 * a list follow each other in their order.
 */
final class SortKey {

	private static final char SEPARATOR = 0;

	private static final char INDEX = 1;

	private static final char LOWEST = 2;

	private static final char LONG = Character.MAX_VALUE;

	private SortKey() {
	}

	static boolean isReserved(int character) {
		return character == SEPARATOR || character == INDEX;
	}

	static String of(ConfigurationPropertyName name) {
		StringBuilder key = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			if (i > 0) {
				key.append(SEPARATOR);
			}
			int start = key.length();
			key.append(name.getElement(i, Form.UNIFORM));
			endElement(key, start);
		}
		return key.toString();
	}

	/**
	 * Return the key of a name as it is written. Most are written so plainly that Boot
	 * need not take them apart, which costs it several times as much.
	 * @param spelling the name
	 * @return its key
	 */
	static String of(String spelling) {
		String key = ofPlain(spelling);
		return (key != null) ? key : of(ConfigurationPropertyName.adapt(spelling, '.'));
	}

	/**
	 * Return the key of a name that consists of lower-case letters and digits, and of
	 * dashes between them.
	 * @param spelling the name
	 * @return its key, {@code null} if it is written in another way
	 */
	static @Nullable String ofPlain(String spelling) {
		StringBuilder key = new StringBuilder(spelling.length());
		int start = 0;
		char before = '.';
		for (int i = 0; i < spelling.length(); i++) {
			char character = spelling.charAt(i);
			if (character >= 'a' && character <= 'z' || character >= '0' && character <= '9') {
				key.append(character);
			}
			else if (before == '.' || character != '.' && character != '-') {
				return null;
			}
			else if (character == '.') {
				endElement(key, start);
				start = key.append(SEPARATOR).length();
			}
			before = character;
		}
		if (before == '.') {
			return null;
		}
		endElement(key, start);
		return key.toString();
	}

	/**
	 * Mark the last element if it is a number, by its length before it, so that a longer
	 * one sorts behind a shorter one.
	 * @param key the key so far
	 * @param start where the element begins
	 */
	private static void endElement(StringBuilder key, int start) {
		if (isNumber(key, start)) {
			key.insert(start, INDEX + length(key.length() - start));
		}
	}

	/**
	 * Write a length in characters that separate nothing.
	 * @param length the number of digits
	 * @return the length
	 */
	private static String length(int length) {
		return (length < LONG) ? String.valueOf((char) length) : String
			.valueOf(new char[] { LONG, (char) ((length >>> 15) + LOWEST), (char) ((length & 0x7FFF) + LOWEST) });
	}

	/**
	 * Return what the keys of all descendants of a name start with.
	 * @param key the key of the name
	 * @return the start of the keys
	 */
	static String below(String key) {
		return key.isEmpty() ? key : key + SEPARATOR;
	}

	static boolean isWithin(String key, String ancestor) {
		return key.startsWith(ancestor) && (key.length() == ancestor.length() || ancestor.isEmpty()
				|| key.charAt(ancestor.length()) == SEPARATOR);
	}

	static boolean isNumber(String element) {
		return isNumber(element, 0);
	}

	private static boolean isNumber(CharSequence text, int start) {
		for (int i = start; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return text.length() > start;
	}

	/**
	 * Return whether two neighbours may belong to one list. The binder takes a list from
	 * one property source only.
	 * @param key a key
	 * @param next the key that follows
	 * @return whether to keep them together
	 */
	static boolean isSameList(String key, String next) {
		int index = next.indexOf(INDEX);
		if (index < 0 || key.length() <= index || !key.regionMatches(0, next, 0, index + 1)) {
			return false;
		}
		return indexAt(next, index) - indexAt(key, index) <= 1;
	}

	private static long indexAt(String key, int start) {
		int length = key.charAt(start + 1);
		return (length <= 18) ? Long.parseLong(key, start + 2, start + 2 + length, 10) : Long.MAX_VALUE;
	}

}
