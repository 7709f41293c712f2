package io.setpoint.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.util.StringUtils;

/**
 * Reads a value as Boot's converters would read it for the type that is wanted. What they
 * would not take stays as it is, for the schema to refuse.
 */
final class Scalars {

	private static final Set<String> TRUE = Set.of("true", "on", "yes", "1");

	private static final Set<String> FALSE = Set.of("false", "off", "no", "0");

	/**
	 * What is read as its text also if it is written as a number.
	 */
	private static final Set<String> TEXTS = Set.of("duration", "period", "data-size");

	/**
	 * Stands for a number that JSON does not have.
	 */
	private static final BigDecimal NO_INTEGER = new BigDecimal("0.5");

	private static final int LONGEST_NUMBER = 1000;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private Scalars() {
	}

	static JsonNode read(Object value, Shape shape) {
		if (value instanceof String text && Words.isOpen(text)) {
			return NODES.stringNode(text);
		}
		String type = shape.type();
		JsonNode read = switch ((type != null) ? type : "") {
			case "integer" -> integer(value);
			case "number" -> decimal(value);
			case "boolean" -> bool(value);
			case "string" -> text(value, shape.text(Words.FORMAT));
			case "array" -> list(value, shape);
			default -> null;
		};
		return (read != null) ? read : asItIs(value);
	}

	private static JsonNode asItIs(Object value) {
		if (value instanceof Boolean bool) {
			return NODES.booleanNode(bool);
		}
		if (!(value instanceof Number)) {
			return NODES.stringNode(String.valueOf(value));
		}
		BigDecimal number = number(value.toString());
		return NODES.numberNode((number != null) ? number : NO_INTEGER);
	}

	private static @Nullable JsonNode text(Object value, @Nullable String format) {
		boolean text = format == null || (value instanceof Number && TEXTS.contains(format))
				|| (value instanceof Boolean && format.equals("constant"));
		return text ? NODES.stringNode(String.valueOf(value)) : null;
	}

	private static @Nullable JsonNode integer(Object value) {
		if (value instanceof BigInteger number) {
			return NODES.numberNode(number);
		}
		if (value instanceof Number number) {
			return NODES.numberNode(number.longValue());
		}
		if (!(value instanceof String text)) {
			return null;
		}
		BigInteger number = integer(StringUtils.trimAllWhitespace(text));
		return (number != null) ? NODES.numberNode(number) : null;
	}

	private static @Nullable BigInteger integer(String text) {
		if (text.length() > LONGEST_NUMBER) {
			return null;
		}
		boolean negative = text.startsWith("-");
		String digits = negative ? text.substring(1) : text;
		try {
			BigInteger number = hexadecimal(digits);
			if (number != null) {
				return negative ? number.negate() : number;
			}
			return new BigInteger(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable BigInteger hexadecimal(String digits) {
		for (String prefix : new String[] { "0x", "0X", "#" }) {
			if (digits.startsWith(prefix)) {
				return new BigInteger(digits.substring(prefix.length()), 16);
			}
		}
		return null;
	}

	private static @Nullable JsonNode decimal(Object value) {
		if (!(value instanceof Number) && !(value instanceof String)) {
			return null;
		}
		BigDecimal number = number(StringUtils.trimAllWhitespace(value.toString()));
		return (number != null) ? NODES.numberNode(number) : null;
	}

	private static @Nullable BigDecimal number(String text) {
		try {
			BigDecimal number = (text.length() <= LONGEST_NUMBER) ? new BigDecimal(text) : null;
			return (number != null && Math.abs((long) number.scale()) <= LONGEST_NUMBER) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable JsonNode bool(Object value) {
		String text = (value instanceof String string) ? string.trim().toLowerCase(Locale.ROOT) : "";
		if (TRUE.contains(text)) {
			return NODES.booleanNode(true);
		}
		return FALSE.contains(text) ? NODES.booleanNode(false) : null;
	}

	private static JsonNode list(Object value, Shape shape) {
		ArrayNode list = NODES.arrayNode();
		Shape items = shape.items();
		if (!(value instanceof String text)) {
			return list.add("array".equals(items.type()) ? NODES.arrayNode() : read(value, items));
		}
		String delimiter = shape.text(Words.DELIMITER);
		for (String element : StringUtils.delimitedListToStringArray(text, (delimiter != null) ? delimiter : ",")) {
			list.add(read("object".equals(items.type()) ? element : element.trim(), items));
		}
		return list;
	}

}
