package io.setpoint.actuate;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What somebody sends to {@code /actuator/rollouts}, before actuator makes a map of it:
 * that would take the last of two fields of one name, let them replace what the path
 * says, and end without a word where a value is no text.
 */
final class RolloutBody {

	/**
	 * A document of a version in the longest way to write it in JSON, and more.
	 */
	static final int MAX_BYTES = 8 * 1024 * 1024;

	private static final JsonFactory JSON = new JsonFactory();

	private RolloutBody() {
	}

	/**
	 * Find out what is wrong with a body.
	 * @param body the bytes
	 * @param parameters the names that are given in the address
	 * @return what is wrong and what to do, {@code null} if nothing is
	 */
	static @Nullable String problem(byte[] body, Set<String> parameters) {
		if (body.length > MAX_BYTES) {
			return "The request has more than " + MAX_BYTES + " bytes: a document has at most 1 MiB";
		}
		if (new String(body, 0, Math.min(body.length, 100), StandardCharsets.UTF_8).isBlank()) {
			return null;
		}
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
			return problem(parser, new HashSet<>(parameters));
		}
		catch (JacksonException ex) {
			return "The body cannot be read as JSON in line " + ex.getLocation().getLineNr() + ", column "
					+ ex.getLocation().getColumnNr() + ": send one object, {\"by\": ...}";
		}
	}

	private static @Nullable String problem(JsonParser parser, Set<String> given) {
		if (parser.nextToken() != JsonToken.START_OBJECT) {
			return "The body is no JSON object: send {\"by\": ...}";
		}
		Set<String> unknown = new LinkedHashSet<>();
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			RolloutField field = RolloutField.of(name);
			if (field == null) {
				unknown.add(name);
			}
			else if (!given.add(name)) {
				return RolloutField.repeated(name);
			}
			JsonToken value = parser.nextToken();
			if (field != null && !isTaken(field, value)) {
				return "'" + name + "' is no " + (field.isNumber() ? "number" : "text") + ": "
						+ (value.isStructStart() ? "write it as YAML or JSON in a string" : "put it into quotes");
			}
			parser.skipChildren();
		}
		if (!unknown.isEmpty()) {
			return RolloutField.unknown(unknown);
		}
		return (parser.nextToken() != null) ? "Something stands behind the JSON object: send one object" : null;
	}

	private static boolean isTaken(RolloutField field, JsonToken value) {
		return value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NULL
				|| (field.isNumber() && value.isNumeric());
	}

}
