package io.setpoint.text;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A document that says nothing at all, such as a file that was never filled or cut off.
 * One that means no properties says so, by {@code {}}.
 *
 * @since 0.1.0
 */
public final class EmptyDocument {

	/**
	 * What is wrong with it.
	 */
	public static final String PROBLEM = "The document is empty: write {} if no properties are meant";

	private static final String PLAIN_PROBLEM = PROBLEM + ", or delete the key";

	private static final String PROPERTIES_PROBLEM = "The document is empty: delete the key, or leave it out,"
			+ " if no properties are meant";

	/**
	 * What a document is that means no properties.
	 */
	public static final String NO_PROPERTIES = "{}";

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private EmptyDocument() {
	}

	/**
	 * Return whether a document says nothing.
	 * @param document the document, as YAML
	 * @return whether there is nothing but blank lines, comments and marks
	 */
	public static boolean is(String document) {
		return said(document).isEmpty();
	}

	/**
	 * Return whether a document says that no properties are meant.
	 * @param document the document, as YAML
	 * @return whether it does, whatever blank lines, comments and marks there are
	 */
	public static boolean isMeant(String document) {
		return said(document).equals(NO_PROPERTIES);
	}

	/**
	 * Return what is wrong with a plain key that is a document and says nothing. An
	 * application takes it for one without properties, so that all of them fall back.
	 * @param key the key, whose extension says what it is
	 * @param value its value
	 * @return what is wrong and what to do about it, {@code null} if it says something or
	 * is no document
	 */
	public static @Nullable String problem(String key, String value) {
		return switch (key.substring(key.lastIndexOf('.') + 1)) {
			case "yaml", "yml" -> is(value) ? PLAIN_PROBLEM : null;
			case "json" -> unmarked(value).isBlank() ? PLAIN_PROBLEM : null;
			case "properties" -> unmarked(value).lines().map(String::strip).allMatch(EmptyDocument::isRemark)
					? PROPERTIES_PROBLEM : null;
			default -> null;
		};
	}

	private static String unmarked(String document) {
		return document.startsWith(BYTE_ORDER_MARK) ? document.substring(1) : document;
	}

	private static boolean isRemark(String line) {
		return line.isEmpty() || line.startsWith("#") || line.startsWith("!");
	}

	private static String said(String document) {
		return unmarked(document).lines()
			.map(String::strip)
			.filter((line) -> !line.startsWith("#") && !line.equals("---") && !line.equals("..."))
			.collect(Collectors.joining());
	}

}
