package io.setpoint.text;

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

	private EmptyDocument() {
	}

	/**
	 * Return whether a document says nothing.
	 * @param document the document, as YAML
	 * @return whether there is nothing but blank lines, comments and marks
	 */
	public static boolean is(String document) {
		return document.lines()
			.map(String::strip)
			.allMatch((line) -> line.isEmpty() || line.startsWith("#") || line.equals("---") || line.equals("..."));
	}

}
