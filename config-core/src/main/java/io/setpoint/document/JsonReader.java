package io.setpoint.document;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads strict JSON into what the same text would be in YAML: null and empty collections
 * are empty strings.
 */
final class JsonReader {

	private static final JsonFactory FACTORY = new JsonFactory();

	private final JsonParser parser;

	private final Sections sections;

	private JsonReader(JsonParser parser, Budget budget) {
		this.parser = parser;
		this.sections = new Sections(budget);
	}

	static List<Map<String, Located>> read(String text, Budget budget) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
			return new JsonReader(parser, budget).readDocument();
		}
		catch (JacksonException ex) {
			throw refused("the document is not valid JSON", "Correct it and write it again", ex.getLocation());
		}
	}

	private List<Map<String, Located>> readDocument() {
		JsonToken first = this.parser.nextToken();
		if (first != JsonToken.START_OBJECT) {
			throw refused("the document is not a JSON object",
					"Write an object, or use a key without extension for a single value",
					this.parser.currentTokenLocation());
		}
		this.sections.begin();
		readObject("", 1);
		if (this.parser.nextToken() != null) {
			throw refused("something follows the JSON object", "Remove what follows",
					this.parser.currentTokenLocation());
		}
		return this.sections.list();
	}

	private void readObject(String path, int depth) {
		checkDepth(depth);
		Set<String> names = new HashSet<>();
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			if (!names.add(name)) {
				throw refused("an object has the same name twice", "Remove one of the two",
						this.parser.currentTokenLocation());
			}
			this.parser.nextToken();
			readValue(Sections.join(path, name), depth + 1);
		}
		if (names.isEmpty() && !path.isEmpty()) {
			put(path, "");
		}
	}

	private void readArray(String path, int depth) {
		checkDepth(depth);
		int index = 0;
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			readValue(path + "[" + index++ + "]", depth + 1);
		}
		if (index == 0) {
			put(path, "");
		}
	}

	private void readValue(String path, int depth) {
		switch (this.parser.currentToken()) {
			case START_OBJECT -> readObject(path, depth);
			case START_ARRAY -> readArray(path, depth);
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> put(path, this.parser.getNumberValue());
			case VALUE_TRUE -> put(path, Boolean.TRUE);
			case VALUE_FALSE -> put(path, Boolean.FALSE);
			case VALUE_NULL -> put(path, "");
			default -> put(path, this.parser.getString());
		}
	}

	private void checkDepth(int depth) {
		if (depth > Sections.MAX_DEPTH) {
			TokenStreamLocation location = this.parser.currentTokenLocation();
			throw Sections.tooDeep(location.getLineNr(), location.getColumnNr());
		}
	}

	private void put(String path, Object value) {
		TokenStreamLocation location = this.parser.currentTokenLocation();
		this.sections.put(path, Located.at(value, location.getLineNr(), location.getColumnNr()));
	}

	private static KeyRefusedException refused(String reason, String remedy, @Nullable TokenStreamLocation location) {
		Integer line = (location != null) ? location.getLineNr() : null;
		Integer column = (location != null) ? Math.max(location.getColumnNr(), 1) : null;
		return new KeyRefusedException(reason, remedy, line, column);
	}

}
