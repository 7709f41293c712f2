package io.setpoint.actuate;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody sends to {@code /actuator/rollouts}, before actuator makes a map of it:
 * that would take the last of two fields of one name, let them replace what the path
 * says, and end without a word where a value is no text. What is nested is handed on as
 * text, and so is a text that has line breaks as they are.
 */
final class RolloutBody {

	/**
	 * A document of a version in the longest way to write it in JSON, and more.
	 */
	static final int MAX_BYTES = 8 * 1024 * 1024;

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private final byte[] content;

	private final @Nullable String problem;

	private RolloutBody(byte[] content, @Nullable String problem) {
		this.content = content;
		this.problem = problem;
	}

	/**
	 * Read a body.
	 * @param body the bytes
	 * @param parameters the names that are given in the address
	 * @return what is handed on, or what is wrong
	 */
	static RolloutBody read(byte[] body, Set<String> parameters) {
		if (body.length > MAX_BYTES) {
			return refused("The request has more than " + MAX_BYTES + " bytes: a document has at most 1 MiB");
		}
		if (new String(body, 0, Math.min(body.length, 100), StandardCharsets.UTF_8).isBlank()) {
			return new RolloutBody(body, null);
		}
		try (JsonParser parser = JSON.createParser(body)) {
			ObjectNode flat = JSON.createObjectNode();
			String problem = read(parser, new HashSet<>(parameters), flat);
			return (problem != null) ? refused(problem) : new RolloutBody(JSON.writeValueAsBytes(flat), null);
		}
		catch (JacksonException ex) {
			return refused("The body cannot be read as JSON in line " + ex.getLocation().getLineNr() + ", column "
					+ ex.getLocation().getColumnNr() + ": send one object, {\"by\": ...}");
		}
	}

	private static RolloutBody refused(String problem) {
		return new RolloutBody(new byte[0], problem);
	}

	private static @Nullable String read(JsonParser parser, Set<String> given, ObjectNode flat) {
		if (parser.nextToken() != JsonToken.START_OBJECT) {
			return "The body is no JSON object: send {\"by\": ...}";
		}
		Set<String> unknown = new LinkedHashSet<>();
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			RolloutField field = RolloutField.of(name);
			if (field != null && !given.add(name)) {
				return RolloutField.repeated(name);
			}
			JsonToken token = parser.nextToken();
			if (field == null) {
				unknown.add(name);
				parser.skipChildren();
			}
			else if (isTaken(field, token)) {
				flat.set(name, value(field, JSON.readTree(parser)));
			}
			else {
				return "'" + name + "' is " + remedy(field, token);
			}
		}
		if (!unknown.isEmpty()) {
			return RolloutField.unknown(unknown);
		}
		return (parser.nextToken() != null) ? "Something stands behind the JSON object: send one object" : null;
	}

	private static boolean isTaken(RolloutField field, JsonToken value) {
		return value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NULL
				|| (field.isNumber() && value.isNumeric()) || (field.isSwitch() && value.isBoolean())
				|| (field.isNested() && value == JsonToken.START_OBJECT);
	}

	private static String remedy(RolloutField field, JsonToken token) {
		if (field.isNumber()) {
			return "no number: write it as 12.5";
		}
		if (field.isNested()) {
			return "neither an object nor a text that holds one: write {\"name\": ...}";
		}
		return token.isStructStart() ? "no text: only 'plan', 'document', 'tags' and 'keys' may be objects"
				: "no text: put it into quotes";
	}

	private static JsonNode value(RolloutField field, JsonNode value) {
		if (value.isBoolean()) {
			return JSON.getNodeFactory().stringNode(value.asString());
		}
		if (!value.isObject()) {
			return value;
		}
		return JSON.getNodeFactory()
			.stringNode((field == RolloutField.DOCUMENT) ? value.toPrettyString() : value.toString());
	}

	/**
	 * Return what is wrong with the body.
	 * @return what is wrong and what to do, {@code null} if nothing is
	 */
	@Nullable String problem() {
		return this.problem;
	}

	/**
	 * Return what actuator can make a map of.
	 * @return the bytes, none if something is wrong
	 */
	byte[] content() {
		return this.content;
	}

}
