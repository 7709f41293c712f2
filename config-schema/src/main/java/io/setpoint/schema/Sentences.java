package io.setpoint.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.networknt.schema.Error;
import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is said about problems. Speaks of the schema, never of the value.
 */
final class Sentences {

	private static final Map<String, String> FORMATS = Map.of("duration", "a duration, such as 500ms, 10s or PT10S",
			"period", "a period, such as 7d, 2w or P1M", "data-size", "a size, such as 512B, 64KB or 10MB", "integer",
			"a whole number", "number", "a number", "boolean", "true or false");

	private Sentences() {
	}

	static String unknown(String name, @Nullable String suggestion) {
		String sentence = "'" + OneLine.name(name) + "' is read by no type of the application";
		return sentence + ((suggestion != null) ? ": did you mean '" + suggestion + "'?" : ".");
	}

	static String valueOfPrefix(Place place) {
		return subject(place) + " is the prefix of a type and takes no value: write the properties below it.";
	}

	static String gap(Place place, int next) {
		return subject(place) + " has no place in its list: the elements are numbered 0, 1, 2 and so on, and " + next
				+ " comes next.";
	}

	static String of(Place place, Error error) {
		String keyword = String.valueOf(error.getKeyword());
		JsonNode wanted = error.getSchemaNode();
		return subject(place) + " " + switch (keyword) {
			case "minimum" -> "must be at least " + wanted.asString() + ".";
			case "maximum" -> "must be at most " + wanted.asString() + ".";
			case "exclusiveMinimum" -> "must be greater than " + wanted.asString() + ".";
			case "exclusiveMaximum" -> "must be less than " + wanted.asString() + ".";
			case "minLength" -> "must have at least " + wanted.asString() + " characters.";
			case "maxLength" -> "must have at most " + wanted.asString() + " characters.";
			case "minItems", "minProperties" -> "must have at least " + wanted.asString() + " elements.";
			case "maxItems", "maxProperties" -> "must have at most " + wanted.asString() + " elements.";
			default -> other(place, error);
		};
	}

	private static String other(Place place, Error error) {
		boolean constraint = error.getEvaluationPath().toString().contains("/else/");
		if (constraint && "pattern".equals(error.getKeyword())) {
			return "must match the pattern " + OneLine.name(error.getSchemaNode().asString()) + ".";
		}
		return "must be " + wanted(place.shape()) + ".";
	}

	private static String wanted(Shape shape) {
		JsonNode choices = choicesOf(shape);
		if (choices != null) {
			return "one of " + choices(choices);
		}
		String format = shape.text(Words.FORMAT);
		String type = (format != null) ? format : String.valueOf(shape.type());
		return FORMATS.getOrDefault(type, switch (type) {
			case "array" -> "a list";
			case "object" -> "a group of properties";
			default -> "what the schema says";
		});
	}

	/**
	 * Return what a place takes, in a word or two.
	 * @param shape the place
	 * @return the words
	 */
	static String kind(Shape shape) {
		String format = shape.text(Words.FORMAT);
		String type = (format != null) ? format : String.valueOf(shape.type());
		if (choicesOf(shape) != null) {
			return "choice";
		}
		return switch (type) {
			case "integer" -> "whole number";
			case "boolean" -> "true or false";
			case "data-size" -> "size";
			case "string", "constant" -> "text";
			case "array" -> "list";
			case "object" -> "group";
			case "null" -> "anything";
			default -> type;
		};
	}

	/**
	 * Return what can be written at a place.
	 * @param shape the place
	 * @return the choices, empty if they are not limited
	 */
	static List<String> choices(Shape shape) {
		JsonNode choices = choicesOf(shape);
		List<String> texts = new ArrayList<>();
		if (choices != null) {
			choices.forEach((choice) -> texts.add(choice.asString()));
		}
		return texts;
	}

	private static @Nullable JsonNode choicesOf(Shape shape) {
		JsonNode alternatives = shape.find("anyOf");
		return (alternatives != null) ? alternatives.path(0).get("enum") : shape.find("enum");
	}

	private static String choices(JsonNode choices) {
		StringBuilder text = new StringBuilder();
		choices.forEach((choice) -> text.append(text.isEmpty() ? "" : ", ").append(choice.asString()));
		return OneLine.name(text.toString());
	}

	private static String subject(Place place) {
		return "'" + OneLine.name(place.name()) + "'";
	}

}
