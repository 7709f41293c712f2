package io.setpoint.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Period;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * The schemas of what is written as one value, as Boot's converters read it: as what it
 * is, as text, or as text with a placeholder.
 */
final class ScalarSchemas {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final String SIGN = "\\s*[+-]?\\s*";

	private static final String INTEGER = "^" + SIGN + "(\\d[\\d\\s]*|0\\s*[xX][0-9a-fA-F\\s]+|#[0-9a-fA-F\\s]+)$";

	private static final String DIGITS = "(\\d[\\d\\s]*\\.?[\\d\\s]*|\\.[\\d\\s]+)([eE][+-]?[\\d\\s]+)?";

	private static final String EXACT = "^" + SIGN + DIGITS + "$";

	private static final String DECIMAL = "^" + SIGN + "(NaN|Infinity|" + DIGITS + "[fFdD]?\\s*"
			+ "|0[xX][0-9a-fA-F.]+[pP][+-]?\\d+[fFdD]?)$";

	private static final String BOOLEAN = "^\\s*(" + Set.of("true", "on", "yes", "1", "false", "off", "no", "0")
		.stream()
		.sorted()
		.map(ScalarSchemas::anyCase)
		.collect(Collectors.joining("|")) + ")\\s*$";

	private static final String DURATION = "^[+-]?0*\\d{1,19}([nN][sS]|[uU][sS]|[mM][sS]|[sSmMhHdD])?$"
			+ "|^[+-]?[pP]([+-]?\\d+[dD])?([tT]([+-]?\\d+[hH])?([+-]?\\d+[mM])?([+-]?\\d+([.,]\\d*)?[sS])?)?$";

	private static final String PERIOD = "^[+-]?0*\\d{1,10}$"
			+ "|^([+-]?[pP])?([+-]?\\d+[yY])?([+-]?\\d+[mM])?([+-]?\\d+[wW])?([+-]?\\d+[dD])?$";

	private static final String DATA_SIZE = "^" + SIGN + "\\d[\\d\\s]{0,25}(B|[KMGT]\\s*B)?\\s*$";

	private static final Map<Class<?>, Long> LARGEST = Map.of(Byte.class, (long) Byte.MAX_VALUE, Short.class,
			(long) Short.MAX_VALUE, Integer.class, (long) Integer.MAX_VALUE, Long.class, Long.MAX_VALUE);

	private static final Map<Class<?>, String> DECIMALS = Map.of(Float.class, DECIMAL, Double.class, DECIMAL,
			BigDecimal.class, EXACT, Number.class, EXACT);

	private ScalarSchemas() {
	}

	/**
	 * Return the schema of a type that is written as one value.
	 * @param declared the type
	 * @return its schema, {@code null} if the type has properties or elements of its own
	 */
	static @Nullable ObjectNode of(Class<?> declared) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(declared);
		if (LARGEST.containsKey(type) || type == BigInteger.class) {
			return integer(LARGEST.get(type), declared.isPrimitive());
		}
		String decimal = DECIMALS.get(type);
		if (decimal != null) {
			return types("number", "string").put("pattern", pattern(decimal, declared.isPrimitive()));
		}
		if (type == Boolean.class) {
			return types("boolean", "string").put("pattern",
					declared.isPrimitive() ? BOOLEAN + "|" + Words.OPEN : orOpen("^\\s*$|" + BOOLEAN));
		}
		if (type.isEnum()) {
			return constants(type);
		}
		return (type == Character.class) ? character(declared.isPrimitive()) : text(type);
	}

	private static @Nullable ObjectNode text(Class<?> type) {
		if (type == Duration.class) {
			return formatted("duration", DURATION);
		}
		if (type == Period.class) {
			return formatted("period", PERIOD);
		}
		if (type == DataSize.class) {
			return formatted("data-size", DATA_SIZE);
		}
		if (CharSequence.class.isAssignableFrom(type)) {
			return types("string", "number", "boolean");
		}
		return type.getName().startsWith("java.") ? types("string", "number", "boolean").put(Words.FORMAT, "converted")
				: null;
	}

	private static ObjectNode integer(@Nullable Long largest, boolean primitive) {
		ObjectNode schema = types("integer", "string").put("pattern", pattern(INTEGER, primitive));
		return (largest != null) ? schema.put("minimum", -largest - 1).put("maximum", largest) : schema;
	}

	private static ObjectNode character(boolean primitive) {
		ObjectNode schema = types("string", "number").put(Words.FORMAT, "character");
		closed(schema).put("minLength", primitive ? 1 : 0).put("maxLength", 1);
		return schema;
	}

	private static ObjectNode formatted(String format, String pattern) {
		return types("string", "integer").put(Words.FORMAT, format).put("pattern", orOpen(pattern));
	}

	/**
	 * Return the schema of what has parts of its own, and which an empty text leaves as
	 * it is.
	 * @return the schema
	 */
	static ObjectNode group() {
		return types("object", "string").put("pattern", "^$|" + Words.OPEN);
	}

	/**
	 * Return a pattern of texts. Nothing at all is written in vain, unless it has to
	 * become a value that cannot be absent.
	 * @param pattern the texts that can be converted
	 * @param primitive whether the value cannot be absent
	 * @return the pattern
	 */
	private static String pattern(String pattern, boolean primitive) {
		return primitive ? pattern + "|" + Words.OPEN : orOpen(pattern);
	}

	private static String orOpen(String pattern) {
		return "^$|" + pattern + "|" + Words.OPEN;
	}

	/**
	 * Return the part of a text's schema that holds unless it has a placeholder.
	 * @param schema the schema
	 * @return the part
	 */
	static ObjectNode closed(ObjectNode schema) {
		if (schema.get("else") instanceof ObjectNode closed) {
			return closed;
		}
		schema.set("if", NODES.objectNode().put("pattern", Words.OPEN));
		return schema.putObject("else");
	}

	private static ObjectNode constants(Class<?> type) {
		ObjectNode schema = types("string", "integer").put(Words.FORMAT, "constant");
		int count = type.getEnumConstants().length;
		ArrayNode alternatives = schema.putArray("anyOf");
		ArrayNode names = alternatives.addObject().putArray("enum");
		StringBuilder pattern = new StringBuilder();
		for (Object constant : type.getEnumConstants()) {
			String name = ((Enum<?>) constant).name();
			names.add(name.toLowerCase(Locale.ROOT).replace('_', '-'));
			pattern.append(pattern.isEmpty() ? "" : "|").append(relaxed(name));
		}
		alternatives.addObject()
			.put("type", "string")
			.put("pattern", "^\\s*$|^[^A-Za-z0-9]*(" + pattern + ")$|" + Words.OPEN);
		alternatives.addObject().put("type", "integer").put("minimum", 0).put("maximum", count - 1);
		return schema;
	}

	/**
	 * Return a pattern of the ways to write a constant: letters and digits count, and
	 * {@code true} and {@code false} stand for {@code on} and {@code off}.
	 * @param name the name of the constant
	 * @return the pattern
	 */
	private static String relaxed(String name) {
		String plain = letters(name);
		if (plain.equalsIgnoreCase("on")) {
			return letters(name, "") + "|" + letters("true", "");
		}
		return plain.equalsIgnoreCase("off") ? letters(name, "") + "|" + letters("false", "") : letters(name, "");
	}

	private static String letters(String name) {
		StringBuilder letters = new StringBuilder();
		name.chars().filter(Character::isLetterOrDigit).forEach((character) -> letters.append((char) character));
		return letters.toString();
	}

	private static String letters(String name, String start) {
		StringBuilder pattern = new StringBuilder(start);
		letters(name).chars()
			.forEach((character) -> pattern.append(anyCase(String.valueOf((char) character))).append("[^A-Za-z0-9]*"));
		return pattern.toString();
	}

	private static String anyCase(String text) {
		StringBuilder pattern = new StringBuilder();
		for (char character : text.toCharArray()) {
			char upper = Character.toUpperCase(character);
			char lower = Character.toLowerCase(character);
			pattern.append((upper != lower) ? "[" + upper + lower + "]" : String.valueOf(character));
		}
		return pattern.toString();
	}

	static ObjectNode types(String... types) {
		ObjectNode schema = NODES.objectNode();
		ArrayNode names = schema.putArray("type");
		for (String type : types) {
			names.add(type);
		}
		return schema;
	}

	/**
	 * Whether a property of a type needs no setter, because what is there is filled.
	 * @param declared the type of the property
	 * @return {@code false} for a single value
	 */
	static boolean isFilled(ResolvableType declared) {
		Class<?> type = declared.toClass();
		if (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
			return true;
		}
		return !type.isArray() && type != Optional.class && of(type) == null && type != Object.class
				&& type != Class.class;
	}

}
