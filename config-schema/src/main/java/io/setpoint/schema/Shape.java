package io.setpoint.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * What a schema says about one place: the schemas that apply there, references followed.
 *
 * @param root the whole schema
 * @param schemas the schemas that apply, none if nothing is known of the place
 * @param bound whether the place is within a type that is bound
 * @param strict whether that type refuses names that it does not know
 */
record Shape(JsonNode root, List<JsonNode> schemas, boolean bound, boolean strict) {

	private static final int MAX_REFERENCES = 64;

	static Shape of(JsonNode root) {
		return of(root, List.of(root), false, false);
	}

	private static Shape of(JsonNode root, List<JsonNode> schemas, boolean bound, boolean strict) {
		List<JsonNode> resolved = new ArrayList<>();
		schemas.forEach((schema) -> resolve(root, schema, resolved, 0));
		boolean isBound = bound || resolved.stream().anyMatch((schema) -> schema.has(Words.TYPE));
		boolean isStrict = strict
				|| resolved.stream().anyMatch((schema) -> schema.path(Words.STRICT).booleanValue(false));
		return new Shape(root, resolved, isBound, isStrict);
	}

	private static void resolve(JsonNode root, JsonNode schema, List<JsonNode> resolved, int references) {
		if (references > MAX_REFERENCES) {
			return;
		}
		resolved.add(schema);
		JsonNode reference = schema.get("$ref");
		if (reference != null && reference.isString()) {
			JsonNode target = root.at(JsonPointer.compile(reference.stringValue().substring(1)));
			resolve(root, target, resolved, references + 1);
		}
		schema.path("allOf").forEach((part) -> resolve(root, part, resolved, references + 1));
	}

	/**
	 * Whether the name of the place is the prefix of a type, to which no value is given.
	 */
	boolean isPrefix() {
		return this.schemas.stream().anyMatch((schema) -> schema.has(Words.TYPE));
	}

	/**
	 * Return what the application makes of a value here.
	 * @return the first type that the schema allows, {@code null} for anything
	 */
	@Nullable String type() {
		JsonNode type = find("type");
		if (type == null) {
			return null;
		}
		return type.isArray() ? type.path(0).stringValue(null) : type.stringValue(null);
	}

	@Nullable JsonNode find(String keyword) {
		for (JsonNode schema : this.schemas) {
			JsonNode found = schema.get(keyword);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	@Nullable String text(String keyword) {
		JsonNode found = find(keyword);
		return (found != null) ? found.stringValue(null) : null;
	}

	Shape items() {
		return child("items");
	}

	/**
	 * Return what is known of a property.
	 * @param key its name, one of {@link #names()}
	 * @return what is known of it
	 */
	Shape named(String key) {
		List<JsonNode> found = new ArrayList<>();
		this.schemas.forEach((schema) -> addIfPresent(found, schema.path("properties").get(key)));
		return of(this.root, found, this.bound, this.strict);
	}

	/**
	 * Whether any name may stand here.
	 */
	boolean isMap() {
		return !values().schemas.isEmpty();
	}

	Shape values() {
		return child("additionalProperties");
	}

	/**
	 * Return a limit for values, which may be one for those only that are known.
	 * @param keyword the keyword
	 * @return the limit, {@code null} if there is none
	 */
	@Nullable JsonNode limit(String keyword) {
		JsonNode found = find(keyword);
		return (found != null) ? found : child("else").find(keyword);
	}

	private Shape child(String keyword) {
		List<JsonNode> found = new ArrayList<>();
		this.schemas.forEach((schema) -> addIfPresent(found, schema.get(keyword)));
		return of(this.root, found, this.bound, this.strict);
	}

	/**
	 * Return where an element of a name leads from here.
	 * @param name the name
	 * @param element the index of the element
	 * @return the step, {@code null} if the application does not read what is there
	 */
	@Nullable Step step(ConfigurationPropertyName name, int element) {
		if ("array".equals(type())) {
			return name.isNumericIndex(element) ? new Step(null, items(), 1) : null;
		}
		Step property = property(name, element);
		if (property != null) {
			return property;
		}
		Shape values = values();
		if (!values.schemas.isEmpty()) {
			return value(name, element, values);
		}
		return null;
	}

	private Step value(ConfigurationPropertyName name, int element, Shape values) {
		if (find(Words.JOINED) == null) {
			return new Step(name.getElement(element, Form.ORIGINAL), values, 1);
		}
		StringBuilder key = new StringBuilder();
		for (int i = element; i < name.getNumberOfElements(); i++) {
			key.append(key.isEmpty() ? "" : ".").append(name.getElement(i, Form.ORIGINAL));
		}
		return new Step(key.toString(), values, name.getNumberOfElements() - element);
	}

	private @Nullable Step property(ConfigurationPropertyName name, int element) {
		String wanted = name.getElement(element, Form.UNIFORM);
		List<JsonNode> found = new ArrayList<>();
		String key = null;
		for (JsonNode schema : this.schemas) {
			for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
				if (wanted.equals(uniform(property.getKey()))) {
					key = (key != null) ? key : property.getKey();
					found.add(property.getValue());
				}
			}
		}
		return (key != null) ? new Step(key, of(this.root, found, this.bound, this.strict), 1) : null;
	}

	private static String uniform(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
		return name.isEmpty() ? property : name.getLastElement(Form.UNIFORM);
	}

	/**
	 * Return the names that are known here.
	 * @return the names as they should be written
	 */
	Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		this.schemas.forEach((schema) -> names.addAll(schema.path("properties").propertyNames()));
		return names;
	}

	private static void addIfPresent(List<JsonNode> schemas, @Nullable JsonNode schema) {
		if (schema != null && (schema.isObject() || schema.isBoolean())) {
			schemas.add(schema);
		}
	}

	/**
	 * Where an element of a name leads.
	 *
	 * @param key the name in the document, {@code null} for an element of a list
	 * @param shape what is known of the place
	 * @param elements how many elements of the name it takes
	 */
	record Step(@Nullable String key, Shape shape, int elements) {

	}

}
