package io.setpoint.schema;

import java.util.Map;
import java.util.TreeMap;

import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON that has the same bytes wherever it was made: names in their order, nothing
 * between them.
 */
final class CanonicalJson {

	static final JsonMapper MAPPER = JsonMapper.builder().build();

	private CanonicalJson() {
	}

	static JsonNode sorted(JsonNode node) {
		if (node instanceof ObjectNode object) {
			Map<String, JsonNode> fields = new TreeMap<>();
			object.properties().forEach((field) -> fields.put(field.getKey(), sorted(field.getValue())));
			return JsonNodeFactory.instance.objectNode().setAll(fields);
		}
		if (node instanceof ArrayNode array) {
			ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
			array.forEach((element) -> sorted.add(sorted(element)));
			return sorted;
		}
		return node;
	}

	static String digest(String text) {
		return DigestUtils.sha256Hex(text);
	}

}
