package io.setpoint.schema;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Looks up properties in a schema.
 */
final class SchemaProperties {

	private static final int DEEPEST = 12;

	private static final int MOST = 5000;

	private final List<SchemaProperty> found = new ArrayList<>();

	private SchemaProperties() {
	}

	/**
	 * Return all properties that a schema knows.
	 * @param root what it says of the whole document
	 * @return the properties, those of types that contain themselves to some depth
	 */
	static List<SchemaProperty> all(Shape root) {
		SchemaProperties properties = new SchemaProperties();
		properties.collect("", root, 0);
		return List.copyOf(properties.found);
	}

	private void collect(String name, Shape shape, int depth) {
		if (depth > DEEPEST || this.found.size() >= MOST) {
			return;
		}
		boolean inner = false;
		for (String key : shape.names()) {
			inner = true;
			collect(name.isEmpty() ? key : name + "." + key, shape.named(key), depth + 1);
		}
		if (shape.isMap()) {
			collect(name + ".*", shape.values(), depth + 1);
		}
		else if (!shape.items().names().isEmpty()) {
			inner = true;
			collect(name + "[]", shape.items(), depth + 1);
		}
		if (!inner && !name.isEmpty() && !shape.isMap()) {
			this.found.add(SchemaProperty.of(name, shape));
		}
	}

	/**
	 * Return what a schema says of one property.
	 * @param root what it says of the whole document
	 * @param name the name of the property
	 * @return the property, {@code null} if the application does not read it
	 */
	static @Nullable SchemaProperty find(Shape root, ConfigurationPropertyName name) {
		Shape at = root;
		int element = 0;
		while (element < name.getNumberOfElements()) {
			Shape.Step step = at.step(name, element);
			if (step == null) {
				return null;
			}
			element += step.elements();
			at = step.shape();
		}
		return at.isPrefix() ? null : SchemaProperty.of(name.toString(), at);
	}

}
