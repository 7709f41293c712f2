package io.setpoint.schema;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What properties are for, as the configuration metadata of the application says.
 */
final class Descriptions {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private final Map<String, JsonNode> properties;

	private Descriptions(Map<String, JsonNode> properties) {
		this.properties = properties;
	}

	static Descriptions of(ClassLoader classLoader) {
		Map<String, JsonNode> properties = new HashMap<>();
		for (URL metadata : resources(classLoader)) {
			read(metadata).path("properties")
				.forEach((property) -> properties.putIfAbsent(property.path("name").stringValue(""), property));
		}
		return new Descriptions(properties);
	}

	private static JsonNode read(URL metadata) {
		try (InputStream in = metadata.openStream()) {
			return CanonicalJson.MAPPER.readTree(in);
		}
		catch (IOException | JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	private static List<URL> resources(ClassLoader classLoader) {
		try {
			return Collections.list(classLoader.getResources(METADATA));
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	void describe(String name, ObjectNode schema) {
		JsonNode property = this.properties.get(name);
		if (property == null) {
			return;
		}
		String description = property.path("description").stringValue(null);
		if (description != null) {
			schema.put("description", description);
		}
		if (property.has("deprecation")) {
			schema.put("deprecated", true);
		}
		JsonNode value = property.get("defaultValue");
		if (value != null && !schema.has("default")) {
			schema.set("default", value);
		}
	}

}
