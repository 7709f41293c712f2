package io.setpoint.store;

import java.util.function.Consumer;

/**
 * Walks through a JSON text. It knows no more of JSON than an answer of etcd needs, and
 * takes no time to be loaded, which a parser for everything does.
 */
final class JsonScanner {

	private static final String ESCAPED = "\"\\/bfnrt";

	private static final String UNESCAPED = "\"\\/\b\f\n\r\t";

	private final String text;

	private int at;

	JsonScanner(String text) {
		this.text = text;
	}

	/**
	 * Walk through an object.
	 * @param field told of each name, to take or to skip its value
	 */
	void object(Consumer<String> field) {
		expect('{');
		if (isNext('}')) {
			return;
		}
		do {
			String name = string();
			expect(':');
			field.accept(name);
		}
		while (isNext(','));
		expect('}');
	}

	/**
	 * Walk through an array.
	 * @param element called for each element, to take or to skip it
	 */
	void array(Runnable element) {
		expect('[');
		if (isNext(']')) {
			return;
		}
		do {
			element.run();
		}
		while (isNext(','));
		expect(']');
	}

	String string() {
		expect('"');
		int end = this.text.indexOf('"', this.at);
		check(end >= 0);
		String string = this.text.substring(this.at, end);
		if (string.indexOf('\\') >= 0) {
			return escapedString();
		}
		this.at = end + 1;
		return string;
	}

	private String escapedString() {
		StringBuilder string = new StringBuilder();
		for (char next = next(); next != '"'; next = next()) {
			string.append((next == '\\') ? unescaped(next()) : next);
		}
		return string.toString();
	}

	private char unescaped(char escaped) {
		if (escaped == 'u') {
			check(this.at + 4 <= this.text.length());
			this.at += 4;
			return (char) Integer.parseInt(this.text, this.at - 4, this.at, 16);
		}
		int index = ESCAPED.indexOf(escaped);
		check(index >= 0);
		return UNESCAPED.charAt(index);
	}

	/**
	 * Return a number or a word, in quotes or not: 64-bit numbers are in quotes.
	 * @return its text
	 */
	String scalar() {
		if (peek() == '"') {
			return string();
		}
		int start = this.at;
		while (this.at < this.text.length() && ",]} \t\r\n".indexOf(this.text.charAt(this.at)) < 0) {
			this.at++;
		}
		check(this.at > start);
		return this.text.substring(start, this.at);
	}

	void skip() {
		switch (peek()) {
			case '{' -> object((name) -> skip());
			case '[' -> array(this::skip);
			default -> scalar();
		}
	}

	/**
	 * Nothing must follow.
	 */
	void end() {
		skipBlanks();
		check(this.at == this.text.length());
	}

	private void expect(char expected) {
		check(isNext(expected));
	}

	private boolean isNext(char expected) {
		boolean next = peek() == expected;
		if (next) {
			this.at++;
		}
		return next;
	}

	private char peek() {
		skipBlanks();
		check(this.at < this.text.length());
		return this.text.charAt(this.at);
	}

	private char next() {
		check(this.at < this.text.length());
		return this.text.charAt(this.at++);
	}

	private void skipBlanks() {
		while (this.at < this.text.length() && Character.isWhitespace(this.text.charAt(this.at))) {
			this.at++;
		}
	}

	private static void check(boolean condition) {
		if (!condition) {
			throw new IllegalArgumentException("This is not the JSON that was expected");
		}
	}

}
