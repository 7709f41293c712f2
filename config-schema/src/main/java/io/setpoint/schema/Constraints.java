package io.setpoint.schema;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.validation.groups.Default;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.ContainerElementTypeDescriptor;
import jakarta.validation.metadata.ElementDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.ObjectUtils;

/**
 * Writes into a schema what Bean Validation will check, as Bean Validation itself says:
 * inherited, composed and configured constraints among them. What a schema cannot say is
 * written as text, and so is what is declared on a getter, which need not return what was
 * bound.
 */
final class Constraints {

	private static final Set<String> HANDLED = Set.of("message", "groups", "payload");

	/**
	 * What the regular expressions of editors do not know, or read otherwise.
	 */
	private static final Pattern JAVA_ONLY = Pattern
		.compile("\\(\\?(?![:=!])|\\\\[pPhHQEAzZGRX]|[*+?}]\\+|&&|\\[[^\\]]*\\[");

	private final Validator validator;

	Constraints() {
		this(Validation.buildDefaultValidatorFactory().getValidator());
	}

	Constraints(Validator validator) {
		this.validator = validator;
	}

	void applyToType(Class<?> type, ObjectNode schema) {
		for (ConstraintDescriptor<?> constraint : this.validator.getConstraintsForClass(type)
			.getConstraintDescriptors()) {
			note(schema, constraint);
		}
	}

	void applyToProperty(Class<?> type, String member, ObjectNode schema) {
		BeanDescriptor bean = this.validator.getConstraintsForClass(type);
		PropertyDescriptor property = bean.getConstraintsForProperty(member);
		if (property != null) {
			apply(property, schema, property.getElementClass());
		}
	}

	private void apply(ElementDescriptor element, ObjectNode schema, Class<?> type) {
		ElementDescriptor.ConstraintFinder finder = element.findConstraints().unorderedAndMatchingGroups(Default.class);
		Set<ConstraintDescriptor<?>> checked = ((element instanceof PropertyDescriptor)
				? finder.declaredOn(ElementType.FIELD) : finder)
			.getConstraintDescriptors();
		for (ConstraintDescriptor<?> constraint : element.getConstraintDescriptors()) {
			if (checked.contains(constraint)) {
				apply(constraint, schema, type);
			}
			else {
				note(schema, constraint);
			}
		}
		Set<ContainerElementTypeDescriptor> elements = (element instanceof PropertyDescriptor property)
				? property.getConstrainedContainerElementTypes()
				: ((ContainerElementTypeDescriptor) element).getConstrainedContainerElementTypes();
		elements.forEach((nested) -> applyToElement(nested, schema));
	}

	private void applyToElement(ContainerElementTypeDescriptor element, ObjectNode schema) {
		boolean value = !Map.class.isAssignableFrom(element.getContainerClass()) || element.getTypeArgumentIndex() == 1;
		JsonNode child = schema.has("items") ? schema.get("items") : schema.get("additionalProperties");
		if (value && child instanceof ObjectNode object && !object.has("$ref")) {
			apply(element, object, element.getElementClass());
		}
		else {
			element.getConstraintDescriptors().forEach((constraint) -> note(schema, constraint));
		}
	}

	private void apply(ConstraintDescriptor<?> constraint, ObjectNode schema, Class<?> type) {
		if (!constraint.getComposingConstraints().isEmpty() && !isAlternative(constraint)) {
			constraint.getComposingConstraints().forEach((part) -> apply(part, schema, type));
			if (!constraint.getConstraintValidatorClasses().isEmpty()) {
				note(schema, constraint);
			}
		}
		else if (!isExpressed(constraint.getAnnotation(), schema, type)) {
			note(schema, constraint);
		}
	}

	private static boolean isAlternative(ConstraintDescriptor<?> constraint) {
		for (Annotation annotation : constraint.getAnnotation().annotationType().getAnnotations()) {
			if (annotation.annotationType().getSimpleName().equals("ConstraintComposition")) {
				return true;
			}
		}
		return false;
	}

	private static boolean isExpressed(Annotation constraint, ObjectNode schema, Class<?> type) {
		return switch (schema.path("type").path(0).stringValue("")) {
			case "integer", "number" -> isBound(constraint, schema);
			case "string" -> !schema.has(Words.FORMAT) && isText(constraint, schema);
			case "array" -> isLength(constraint, schema, Set.class.isAssignableFrom(type));
			default -> false;
		};
	}

	private static boolean isBound(Annotation constraint, ObjectNode schema) {
		if (constraint instanceof Min min) {
			return atLeast(schema, BigDecimal.valueOf(min.value()), true);
		}
		if (constraint instanceof Max max) {
			return atMost(schema, BigDecimal.valueOf(max.value()), true);
		}
		if (constraint instanceof DecimalMin min) {
			return atLeast(schema, new BigDecimal(min.value()), min.inclusive());
		}
		if (constraint instanceof DecimalMax max) {
			return atMost(schema, new BigDecimal(max.value()), max.inclusive());
		}
		if (constraint instanceof Positive || constraint instanceof PositiveOrZero) {
			return atLeast(schema, BigDecimal.ZERO, constraint instanceof PositiveOrZero);
		}
		return (constraint instanceof Negative || constraint instanceof NegativeOrZero)
				&& atMost(schema, BigDecimal.ZERO, constraint instanceof NegativeOrZero);
	}

	private static boolean atLeast(ObjectNode schema, BigDecimal bound, boolean inclusive) {
		String keyword = inclusive ? "minimum" : "exclusiveMinimum";
		if (!schema.has(keyword) || schema.get(keyword).decimalValue().compareTo(bound) < 0) {
			schema.put(keyword, plain(bound));
		}
		return true;
	}

	private static boolean atMost(ObjectNode schema, BigDecimal bound, boolean inclusive) {
		String keyword = inclusive ? "maximum" : "exclusiveMaximum";
		if (!schema.has(keyword) || schema.get(keyword).decimalValue().compareTo(bound) > 0) {
			schema.put(keyword, plain(bound));
		}
		return true;
	}

	private static BigDecimal plain(BigDecimal bound) {
		return (bound.signum() == 0) ? BigDecimal.ZERO : new BigDecimal(bound.stripTrailingZeros().toPlainString());
	}

	private static boolean isText(Annotation constraint, ObjectNode schema) {
		if (constraint instanceof Size size) {
			return isLong(ScalarSchemas.closed(schema), "Length", size.min(), size.max());
		}
		if (constraint instanceof NotEmpty) {
			return isLong(ScalarSchemas.closed(schema), "Length", 1, Integer.MAX_VALUE);
		}
		if (constraint instanceof NotBlank) {
			return matches(schema, "\\S");
		}
		return constraint instanceof jakarta.validation.constraints.Pattern pattern && pattern.flags().length == 0
				&& !JAVA_ONLY.matcher(pattern.regexp()).find() && matches(schema, "^(?:" + pattern.regexp() + ")$");
	}

	private static boolean matches(ObjectNode schema, String pattern) {
		ObjectNode closed = ScalarSchemas.closed(schema);
		ArrayNode all = (closed.get("allOf") instanceof ArrayNode present) ? present : closed.putArray("allOf");
		all.addObject().put("pattern", pattern);
		return true;
	}

	/**
	 * Express the number of elements of a list. A set may have fewer than are written, so
	 * that it is not too long for what is written.
	 * @param constraint the constraint
	 * @param schema the schema of the list
	 * @param set whether the list becomes a set
	 * @return whether the schema says all of it
	 */
	private static boolean isLength(Annotation constraint, ObjectNode schema, boolean set) {
		if (constraint instanceof NotEmpty) {
			return isLong(schema, "Items", 1, Integer.MAX_VALUE);
		}
		if (!(constraint instanceof Size size)) {
			return false;
		}
		isLong(schema, "Items", size.min(), set ? Integer.MAX_VALUE : size.max());
		return !set || size.max() == Integer.MAX_VALUE;
	}

	private static boolean isLong(ObjectNode schema, String what, int min, int max) {
		if (min > schema.path("min" + what).intValue(0)) {
			schema.put("min" + what, min);
		}
		if (max < schema.path("max" + what).intValue(Integer.MAX_VALUE)) {
			schema.put("max" + what, max);
		}
		return true;
	}

	private static void note(ObjectNode schema, ConstraintDescriptor<?> constraint) {
		ArrayNode notes = (schema.get(Words.CONSTRAINTS) instanceof ArrayNode present) ? present
				: schema.putArray(Words.CONSTRAINTS);
		notes.add(text(constraint));
	}

	private static String text(ConstraintDescriptor<?> constraint) {
		Class<? extends Annotation> type = constraint.getAnnotation().annotationType();
		Map<String, Object> attributes = new TreeMap<>();
		constraint.getAttributes().forEach((name, value) -> {
			if (!HANDLED.contains(name) && !isDefault(type, name, value)) {
				attributes.put(name, value);
			}
		});
		StringBuilder text = new StringBuilder("@" + type.getSimpleName());
		if (!attributes.isEmpty()) {
			StringBuilder inner = new StringBuilder();
			attributes.forEach((name, value) -> inner.append(inner.isEmpty() ? "" : ", ")
				.append(name)
				.append("=")
				.append(ObjectUtils.nullSafeToString(value)));
			text.append("(").append(inner).append(")");
		}
		String message = constraint.getMessageTemplate();
		return (message != null && !message.startsWith("{")) ? text + ": " + message : text.toString();
	}

	private static boolean isDefault(Class<? extends Annotation> type, String name, Object value) {
		try {
			return ObjectUtils.nullSafeEquals(type.getDeclaredMethod(name).getDefaultValue(), value);
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

}
