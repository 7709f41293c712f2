package io.setpoint.binding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Puts into sentences why a type was refused, without its values.
 */
class Problems {

	/**
	 * Values shorter than this are not looked for in the messages of others: they are no
	 * secrets, and taking them out would maim the message.
	 */
	private static final int SHORTEST_WITHHELD_VALUE = 3;

	private static final Pattern COMMON_VALUE = Pattern.compile("true|false|\\d{1,5}");

	private final BoundType type;

	private final Collection<Object> values;

	Problems(BoundType type, Collection<Object> values) {
		this.type = type;
		this.values = values;
	}

	List<String> of(Throwable ex) {
		BindValidationException validation = find(ex, BindValidationException.class);
		if (validation != null) {
			return violations(validation.getValidationErrors());
		}
		UnboundConfigurationPropertiesException unbound = find(ex, UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			ListGap gap = ListGap.of(find(ex, BindException.class), unbound.getUnboundProperties());
			return unbound.getUnboundProperties().stream().map((property) -> unbound(property, gap)).toList();
		}
		BindException bind = find(ex, BindException.class);
		return List.of((bind != null) ? failure(bind) : this.type + ": " + thrown(ex));
	}

	private List<String> violations(ValidationErrors errors) {
		List<String> problems = new ArrayList<>();
		for (ObjectError error : errors) {
			String name = errors.getName().toString();
			String field = (error instanceof FieldError fieldError) ? fieldError.getField() : "";
			String message = (error.getDefaultMessage() != null) ? error.getDefaultMessage() : "is not valid";
			problems.add(property(StringUtils.hasLength(field) ? name + "." + dashed(field) : name, Origin.from(error))
					+ withhold(message));
		}
		return problems;
	}

	private static String unbound(ConfigurationProperty property, @Nullable ListGap gap) {
		return property(property.getName().toString(), property.getOrigin()) + ((gap != null) ? gap.reason(property)
				: "is not a property of this type, which does not ignore unknown fields");
	}

	private String failure(BindException ex) {
		if (ListGap.isNumberTooLarge(ex)) {
			return ex.getName() + " cannot be bound: an element of the list has a number that is too large";
		}
		ConfigurationProperty property = ex.getProperty();
		Class<?> target = ex.getTarget().getType().resolve();
		String name = (property != null) ? property.getName().toString() : ex.getName().toString();
		String place = property(name, (property != null) ? property.getOrigin() : null);
		if (property == null || find(ex, ConversionException.class) == null || target == null) {
			return place + thrown(ex);
		}
		return place + "cannot be converted to " + ClassUtils.getShortName(target) + constants(target);
	}

	private static String constants(Class<?> target) {
		if (!target.isEnum()) {
			return "";
		}
		return Arrays.stream(target.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name())
			.collect(Collectors.joining(", ", "; it is one of ", ""));
	}

	private String thrown(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		String message = (root.getMessage() != null) ? ": " + withhold(root.getMessage()) : "";
		return "cannot be bound, " + ClassUtils.getShortName(root.getClass()) + message;
	}

	private String withhold(String message) {
		Set<String> texts = new TreeSet<>(
				Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
		this.values.forEach((value) -> collect(value, texts));
		String result = message;
		for (String text : texts) {
			if (text.length() >= SHORTEST_WITHHELD_VALUE && !COMMON_VALUE.matcher(text).matches()) {
				result = result.replace(text, "***");
			}
		}
		return result;
	}

	/**
	 * Collect the texts in which a value may be quoted: as it is written, without the
	 * spaces around it, and each element by itself.
	 * @param value the value
	 * @param texts the texts
	 */
	private static void collect(Object value, Set<String> texts) {
		String text = String.valueOf(value);
		texts.add(text);
		texts.add(text.strip());
		if (ObjectUtils.isArray(value)) {
			collect(Arrays.asList(ObjectUtils.toObjectArray(value)), texts);
		}
		else if (value instanceof Collection<?> elements) {
			elements.forEach((element) -> collect(String.valueOf(element), texts));
		}
	}

	private static String property(String name, @Nullable Origin origin) {
		return name + ((origin != null) ? " (" + origin + ") " : " ");
	}

	private static String dashed(String field) {
		StringBuilder dashed = new StringBuilder();
		for (char ch : field.toCharArray()) {
			if (Character.isUpperCase(ch) && !dashed.isEmpty() && dashed.charAt(dashed.length() - 1) != '.') {
				dashed.append('-');
			}
			dashed.append(Character.toLowerCase(ch));
		}
		return dashed.toString();
	}

	private static <T extends Throwable> @Nullable T find(Throwable ex, Class<T> type) {
		for (Throwable candidate = ex; candidate != null; candidate = candidate.getCause()) {
			if (type.isInstance(candidate)) {
				return type.cast(candidate);
			}
		}
		return null;
	}

}
