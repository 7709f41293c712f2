package io.setpoint.autoconfigure;

import java.util.List;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema that says which plain locations the application imports, so that it can be
 * found for a key also when no instance is alive.
 */
final class LocatedSchema {

	private static final String LOCATIONS = "x-setpoint-locations";

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private LocatedSchema() {
	}

	/**
	 * Add the locations to a schema.
	 * @param schema the schema
	 * @param locations the prefixes of the locations
	 * @return the schema with them
	 */
	static String of(String schema, List<String> locations) {
		if (!(JSON.readTree(schema) instanceof ObjectNode root)) {
			return schema;
		}
		ArrayNode names = root.putArray(LOCATIONS);
		locations.forEach(names::add);
		return JSON.writeValueAsString(root);
	}

}
