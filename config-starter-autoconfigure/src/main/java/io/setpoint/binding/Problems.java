package io.setpoint.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.util.StringUtils;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Puts into sentences why a type was refused. They are made of names, types, classes and
 * what constraints declare. What others say is not shown: it may quote a value, or
 * something derived from one.
 */
class Problems {

	private final BoundType type;

	private final Predicate<String> declared;

	/**
	 * Create sentences about a type.
	 * @param type the type
	 * @param declared whether a message is one that a constraint declares
	 */
	Problems(BoundType type, Predicate<String> declared) {
		this.type = type;
		this.declared = declared;
	}

	List<String> of(Throwable ex) {
		BindValidationException validation = Failure.find(ex, BindValidationException.class);
		if (validation != null) {
			return violations(validation.getValidationErrors());
		}
		UnboundConfigurationPropertiesException unbound = Failure.find(ex,
				UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			ListGap gap = ListGap.of(Failure.find(ex, BindException.class), unbound.getUnboundProperties());
			return unbound.getUnboundProperties().stream().map((property) -> unbound(property, gap)).toList();
		}
		BindException bind = Failure.find(ex, BindException.class);
		return List.of((bind != null) ? failure(bind) : this.type + ": " + Failure.describe(ex));
	}

	private List<String> violations(ValidationErrors errors) {
		List<String> problems = new ArrayList<>();
		for (ObjectError error : errors) {
			String name = errors.getName().toString();
			String field = (error instanceof FieldError fieldError) ? fieldError.getField() : "";
			problems.add(property(StringUtils.hasLength(field) ? name + "." + dashed(field) : name, Origin.from(error))
					+ violation(error.getDefaultMessage()));
		}
		return problems;
	}

	private String violation(@Nullable String message) {
		return (message != null && this.declared.test(message)) ? message
				: "is refused by a validator of the application";
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
		String name = (property != null) ? property.getName().toString() : ex.getName().toString();
		return property(name, (property != null) ? property.getOrigin() : null) + Failure.of(ex);
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

}
