package io.setpoint.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * Reads {@code .properties} documents with Boot's own loader, but in UTF-8.
 */
final class PropertiesReader {

	private static final Pattern MALFORMED_ESCAPE = Pattern
		.compile("(?m)^(?![ \\t\\f]*[#!])(?:[^\\\\\\n]|\\\\[^u\\n]|\\\\u\\p{XDigit}{4})*+(\\\\u)");

	private PropertiesReader() {
	}

	static List<Map<String, Located>> read(String text, Budget budget) {
		Sections sections = new Sections(budget);
		try {
			ByteArrayResource resource = new ByteArrayResource(latin(text).getBytes(StandardCharsets.ISO_8859_1));
			for (PropertySource<?> source : new PropertiesPropertySourceLoader().load("document", resource)) {
				sections.begin();
				((OriginTrackedMapPropertySource) source).getSource()
					.forEach((name, value) -> sections.put(name, located((OriginTrackedValue) value)));
			}
			return sections.list();
		}
		catch (IllegalStateException ex) {
			throw malformedEscape(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Escape what Latin-1 does not have, because the loader of Boot 4.0 reads nothing
	 * else. An escape counts as one column there.
	 * @param text the text
	 * @return the same text in the characters of Latin-1
	 */
	private static String latin(String text) {
		StringBuilder result = new StringBuilder(text.length());
		boolean escaped = false;
		for (char character : text.toCharArray()) {
			if (character > 0xFF) {
				result.append(escaped ? "u" : "\\u").append(HexFormat.of().toHexDigits(character));
			}
			else {
				result.append(character);
			}
			escaped = character == '\\' && !escaped;
		}
		return result.toString();
	}

	private static Located located(OriginTrackedValue value) {
		if (value.getOrigin() instanceof TextResourceOrigin origin && origin.getLocation() != null) {
			return Located.at(value.getValue(), origin.getLocation().getLine() + 1,
					origin.getLocation().getColumn() + 1);
		}
		return Located.unknown(value.getValue());
	}

	private static KeyRefusedException malformedEscape(String text) {
		Matcher matcher = MALFORMED_ESCAPE.matcher(text);
		boolean found = matcher.find();
		String before = found ? text.substring(0, matcher.start(1)) : "";
		Integer line = found ? (int) before.chars().filter((character) -> character == '\n').count() + 1 : null;
		Integer column = found ? before.length() - before.lastIndexOf('\n') : null;
		return new KeyRefusedException("an escape is not of the form \\uxxxx", "Correct it and write it again", line,
				column);
	}

}
