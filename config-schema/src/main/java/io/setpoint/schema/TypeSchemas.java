package io.setpoint.schema;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.convert.Delimiter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * The schemas of types, with those of the types that they are made of.
 */
final class TypeSchemas {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final int MAX_DEPTH = 30;

	private final @Nullable Constraints constraints;

	private final Predicate<Class<?>> converted;

	private final Descriptions descriptions;

	private final ObjectNode definitions;

	private final Map<ResolvableType, String> names = new HashMap<>();

	private final Deque<ResolvableType> path = new ArrayDeque<>();

	/**
	 * Create schemas.
	 * @param constraints what is validated, {@code null} if nothing is
	 * @param converted the types that the application has converters of its own for
	 * @param descriptions what properties are for
	 * @param definitions where types go that refer to themselves
	 */
	TypeSchemas(@Nullable Constraints constraints, Predicate<Class<?>> converted, Descriptions descriptions,
			ObjectNode definitions) {
		this.constraints = constraints;
		this.converted = converted;
		this.descriptions = descriptions;
		this.definitions = definitions;
	}

	/**
	 * Return the schema of a type with properties.
	 * @param type the type
	 * @param method how it is bound, {@code null} if the binder decides
	 * @param prefix the name of the place
	 * @return the schema
	 */
	ObjectNode object(ResolvableType type, @Nullable BindMethod method, String prefix) {
		if (Map.class.isAssignableFrom(type.toClass())) {
			return map(type.asMap(), prefix);
		}
		this.path.push(type);
		ObjectNode schema = ScalarSchemas.group();
		ObjectNode properties = schema.putObject("properties");
		for (BoundProperty property : BoundProperties.of(type, method)) {
			String name = prefix + "." + property.name();
			ObjectNode child = of(property, name);
			if (this.constraints != null && !this.converted.test(property.type().resolve(Object.class))) {
				this.constraints.applyToProperty(type.toClass(), property.member(), child);
			}
			this.descriptions.describe(name, child);
			properties.set(property.name(), child);
		}
		if (this.constraints != null) {
			this.constraints.applyToType(type.toClass(), schema);
		}
		this.path.pop();
		return schema;
	}

	private ObjectNode of(BoundProperty property, String name) {
		ObjectNode schema = of(property.type(), name);
		Delimiter delimiter = property.annotation(Delimiter.class);
		if (delimiter != null && schema.has("items")) {
			schema.put(Words.DELIMITER, delimiter.value());
		}
		DefaultValue defaultValue = property.annotation(DefaultValue.class);
		if (defaultValue != null && defaultValue.value().length > 0) {
			schema.set("default", defaultValue(defaultValue.value(), schema));
		}
		return schema;
	}

	private static JsonNode defaultValue(String[] values, ObjectNode schema) {
		Shape shape = Shape.of(schema);
		if (values.length == 1) {
			return Scalars.read(values[0], shape);
		}
		ArrayNode list = NODES.arrayNode();
		for (String value : values) {
			list.add(Scalars.read(value, shape.items()));
		}
		return list;
	}

	private ObjectNode of(ResolvableType type, String name) {
		Class<?> resolved = type.resolve();
		if (resolved == null || resolved == Object.class || this.converted.test(resolved)) {
			return NODES.objectNode();
		}
		if (Optional.class == resolved) {
			return of(type.getGeneric(0), name);
		}
		if (Map.class.isAssignableFrom(resolved)) {
			return map(type.asMap(), name);
		}
		if (resolved.isArray()) {
			return list(type.getComponentType(), name);
		}
		if (Collection.class.isAssignableFrom(resolved)) {
			return list(type.asCollection().getGeneric(0), name);
		}
		ObjectNode scalar = ScalarSchemas.of(resolved);
		return (scalar != null) ? scalar : nested(type, resolved, name);
	}

	private ObjectNode list(ResolvableType element, String name) {
		ObjectNode schema = ScalarSchemas.types("array", "string", "number", "boolean");
		schema.set("items", of(element, name + "[]"));
		return schema;
	}

	private ObjectNode map(ResolvableType type, String name) {
		ObjectNode schema = ScalarSchemas.group();
		Class<?> value = type.getGeneric(1).resolve(Object.class);
		schema.set("additionalProperties",
				(value == Object.class) ? NODES.objectNode() : of(type.getGeneric(1), name + ".*"));
		if (value != Object.class && (value.getName().startsWith("java.lang") || value.isEnum())) {
			schema.put(Words.JOINED, true);
			if (schema.get("additionalProperties").get("type") instanceof ArrayNode types) {
				types.add("object");
			}
		}
		return schema;
	}

	private ObjectNode nested(ResolvableType type, Class<?> resolved, String name) {
		if (resolved.isInterface() || this.path.size() > MAX_DEPTH) {
			return NODES.objectNode();
		}
		if (this.path.contains(type)) {
			return NODES.objectNode().put("$ref", "#/$defs/" + definition(type, resolved, name));
		}
		ObjectNode schema = object(type, null, name);
		if (MergedAnnotations.from(resolved).isPresent(ConfigurationProperties.class)) {
			schema.put(Words.TYPE, resolved.getName());
		}
		else if (isConvertible(String.class, resolved)) {
			schema.remove("pattern");
			addType(schema, "number", isConvertible(Integer.class, resolved) || isConvertible(Double.class, resolved));
			addType(schema, "boolean", isConvertible(Boolean.class, resolved));
		}
		return schema;
	}

	private static boolean isConvertible(Class<?> source, Class<?> target) {
		return ApplicationConversionService.getSharedInstance().canConvert(source, target)
				|| (source == String.class && BeanUtils.findEditorByConvention(target) != null);
	}

	private static void addType(ObjectNode schema, String type, boolean added) {
		if (added && schema.get("type") instanceof ArrayNode types) {
			types.add(type);
		}
	}

	private String definition(ResolvableType type, Class<?> resolved, String name) {
		String known = this.names.get(type);
		if (known != null) {
			return known;
		}
		String definition = resolved.getSimpleName();
		while (this.definitions.has(definition)) {
			definition += "_";
		}
		this.names.put(type, definition);
		this.definitions.set(definition, NODES.objectNode());
		this.definitions.set(definition, object(type, null, name));
		return definition;
	}

}
