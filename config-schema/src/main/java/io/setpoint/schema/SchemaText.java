package io.setpoint.schema;

import java.util.Iterator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of a schema that somebody else has written.
 *
 * @param root the schema
 */
record SchemaText(JsonNode root) {

	private static final String REMEDY = " Take it from the application again: the key below /schemas/ that one of its instances writes.";

	static SchemaText of(JsonMapper reader, String text) {
		JsonNode root = read(reader, text);
		if (!root.isObject()) {
			throw new InvalidSchemaException("The schema is no JSON object." + REMEDY);
		}
		String foreign = foreignReference(root);
		if (foreign != null) {
			throw new InvalidSchemaException("The schema has a '" + foreign
					+ "' that leads out of it, and nothing is fetched from elsewhere." + REMEDY);
		}
		return new SchemaText(root);
	}

	private static JsonNode read(JsonMapper reader, String text) {
		try {
			return reader.readTree(text);
		}
		catch (JacksonException ex) {
			String place = (ex.getLocation() != null && ex.getLocation().getLineNr() > 0)
					? " at line " + ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr() : "";
			throw new InvalidSchemaException("The schema is no JSON" + place + "." + REMEDY);
		}
	}

	private static @Nullable String foreignReference(JsonNode node) {
		for (String keyword : new String[] { "$ref", "$dynamicRef" }) {
			JsonNode reference = node.get(keyword);
			if (reference != null && reference.isString() && !reference.stringValue().startsWith("#")) {
				return keyword;
			}
		}
		for (Iterator<JsonNode> children = node.iterator(); children.hasNext();) {
			String found = foreignReference(children.next());
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
