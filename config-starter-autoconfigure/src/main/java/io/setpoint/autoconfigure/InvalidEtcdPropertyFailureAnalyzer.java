package io.setpoint.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.setpoint.document.EtcdOrigin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Speaks up before Spring Boot does where it binds a property of etcd by itself: its own
 * analysis would show the value, at debug level also what its placeholders stand for.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class InvalidEtcdPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		List<String> problems = problems(cause);
		return problems.isEmpty() ? null : new FailureAnalysis(Sentences.list(
				"A property that comes of etcd, or may do so by its placeholders, is not valid, and it is needed to start:",
				problems),
				"Correct it where it is set, or what its placeholders refer to, and start again. Values are not shown, "
						+ "because they may be secret.",
				withoutMessages(cause, problems));
	}

	/**
	 * The analysis logs its cause at debug level, with the messages of all causes.
	 * @param cause the cause
	 * @param problems what may be said of it
	 * @return an exception that stands in for it
	 */
	private static Throwable withoutMessages(Throwable cause, List<String> problems) {
		IllegalStateException replacement = new IllegalStateException(String.join("; ", problems));
		replacement.setStackTrace(cause.getStackTrace());
		return replacement;
	}

	private List<String> problems(BindException cause) {
		BindValidationException validation = findCause(cause, BindValidationException.class);
		if (validation != null) {
			return violations(validation.getValidationErrors());
		}
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !isInEtcd(property.getOrigin()) && !isComposed(property.getValue())) {
			return List.of();
		}
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		return List.of(property.getName() + " (" + property.getOrigin() + ") cannot be bound to "
				+ ClassUtils.getShortName(type));
	}

	private static List<String> violations(ValidationErrors errors) {
		boolean inEtcd = errors.getBoundProperties()
			.stream()
			.anyMatch((property) -> isInEtcd(property.getOrigin()) || isComposed(property.getValue()));
		List<String> problems = new ArrayList<>();
		if (inEtcd) {
			errors.forEach((error) -> problems.add(violation(errors, error)));
		}
		return problems;
	}

	private static String violation(ValidationErrors errors, ObjectError error) {
		String name = errors.getName() + ((error instanceof FieldError fieldError) ? "." + fieldError.getField() : "");
		Origin origin = Origin.from(error);
		return name + ((origin != null) ? " (" + origin + ") " : " ")
				+ (isConstraint(error.getCode()) ? "violates " + error.getCode() : "is not valid");
	}

	/**
	 * A validator of the application may call its errors as it likes, also by the value.
	 * @param code the code of an error
	 * @return whether it is the name of a constraint that everybody knows
	 */
	private static boolean isConstraint(@Nullable String code) {
		return ClassUtils.isPresent("jakarta.validation.constraints." + code, null);
	}

	/**
	 * What placeholders stand for may come of etcd, and nothing says whether it does.
	 * @param value the value as it is written
	 * @return whether it has placeholders
	 */
	private static boolean isComposed(@Nullable Object value) {
		return value instanceof CharSequence text && text.toString().contains("${");
	}

	private static boolean isInEtcd(@Nullable Origin origin) {
		return EtcdOrigin.find(origin) != null;
	}

}
