package io.setpoint.document;

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
			String element = name.getElement(i, Form.UNIFORM);
			if (isNumber(element)) {
				key.append(INDEX);
				appendLength(key, element.length());
			}
			key.append(element);
		}
		return key.toString();
	}

	/**
	 * Append a length so that a longer number sorts behind a shorter one, and in
	 * characters that separate nothing.
	 * @param key the key so far
	 * @param length the number of digits
	 */
	private static void appendLength(StringBuilder key, int length) {
		if (length < LONG) {
			key.append((char) length);
		}
		else {
			key.append(LONG).append((char) ((length >>> 15) + LOWEST)).append((char) ((length & 0x7FFF) + LOWEST));
		}
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
		for (int i = 0; i < element.length(); i++) {
			if (element.charAt(i) < '0' || element.charAt(i) > '9') {
				return false;
			}
		}
		return !element.isEmpty();
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
