package io.setpoint.schema;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a schema says of a property.
 *
 * @param name its name; {@code *} stands for any key of a map, {@code []} for any element
 * of a list
 * @param type what it is, in words
 * @param bounds what it must be like, in words
 * @param defaultValue what it is where it is not written, {@code null} if that is not
 * known
 * @param description what it is for, {@code null} if nobody has said so
 * @param choices what can be written, empty if that is not limited
 * @param secret whether its value is not to be shown
 * @since 0.1.0
 */
public record SchemaProperty(String name, String type, List<String> bounds, @Nullable String defaultValue,
		@Nullable String description, List<String> choices, boolean secret) {

	public SchemaProperty {
		bounds = List.copyOf(bounds);
		choices = List.copyOf(choices);
	}

	static SchemaProperty of(String name, Shape shape) {
		JsonNode defaultValue = shape.find("default");
		return new SchemaProperty(name, Sentences.kind(shape), bounds(shape),
				(defaultValue != null) ? text(defaultValue) : null, shape.text("description"), Sentences.choices(shape),
				flag(shape, "writeOnly"));
	}

	private static boolean flag(Shape shape, String keyword) {
		JsonNode found = shape.find(keyword);
		return found != null && found.booleanValue(false);
	}

	private static String text(JsonNode value) {
		if (!value.isArray()) {
			return value.isContainer() ? value.toString() : value.asString();
		}
		List<String> elements = new ArrayList<>();
		value.forEach((element) -> elements.add(text(element)));
		return String.join(", ", elements);
	}

	private static List<String> bounds(Shape shape) {
		List<String> bounds = new ArrayList<>();
		add(bounds, "at least ", shape.limit("minimum"), "");
		add(bounds, "more than ", shape.limit("exclusiveMinimum"), "");
		add(bounds, "at most ", shape.limit("maximum"), "");
		add(bounds, "less than ", shape.limit("exclusiveMaximum"), "");
		add(bounds, "at least ", shape.limit("minLength"), " characters");
		add(bounds, "at most ", shape.limit("maxLength"), " characters");
		add(bounds, "at least ", shape.limit("minItems"), " elements");
		add(bounds, "at most ", shape.limit("maxItems"), " elements");
		JsonNode others = shape.find(Words.CONSTRAINTS);
		if (others != null) {
			others.forEach((other) -> bounds.add(other.asString()));
		}
		return bounds;
	}

	private static void add(List<String> bounds, String before, @Nullable JsonNode limit, String after) {
		if (limit != null) {
			bounds.add(before + limit.asString() + after);
		}
	}

}
