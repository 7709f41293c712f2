package io.setpoint.text;

import java.util.stream.Collectors;

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

	/**
	 * What a document is that means no properties.
	 */
	public static final String NO_PROPERTIES = "{}";

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

	private static String said(String document) {
		return document.lines()
			.map(String::strip)
			.filter((line) -> !line.startsWith("#") && !line.equals("---") && !line.equals("..."))
			.collect(Collectors.joining());
	}

}
