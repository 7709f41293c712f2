package io.setpoint.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.setpoint.document.EtcdOrigin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.util.ClassUtils;
import org.springframework.validation.ObjectError;

/**
 * What can be said of a failure of Boot's binder, or of a validator, that may quote a
 * value which comes of etcd.
 *
 * @since 0.1.0
 */
public final class WithheldFailure {

	private WithheldFailure() {
	}

	/**
	 * Say what is wrong without a value.
	 * @param failure what Boot's binder has thrown
	 * @return every problem, a sentence each; none if nothing of it can come of etcd
	 */
	public static List<String> problems(BindException failure) {
		WithheldValueException withheld = Failure.find(failure, WithheldValueException.class);
		return (withheld != null) ? withheld.getProblems()
				: problems(failure.getProperty(), failure.getTarget(), failure);
	}

	/**
	 * Say what is wrong without a value.
	 * @param property what could not be bound, {@code null} if it is no single property
	 * @param target what it was to become
	 * @param failure why
	 * @return every problem, a sentence each; none if nothing of it can come of etcd
	 */
	static List<String> problems(@Nullable ConfigurationProperty property, Bindable<?> target, Throwable failure) {
		BindValidationException validation = Failure.find(failure, BindValidationException.class);
		if (validation != null) {
			return violations(validation.getValidationErrors());
		}
		UnboundConfigurationPropertiesException unbound = Failure.find(failure,
				UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			return unbound(unbound.getUnboundProperties());
		}
		if (property == null || !isPossible(property)) {
			return List.of();
		}
		return List.of(property.getName() + " (" + property.getOrigin() + ") cannot be bound to " + name(target));
	}

	static String name(Bindable<?> target) {
		return ClassUtils.getShortName(target.getType().resolve(Object.class));
	}

	/**
	 * Ask whether the value of a property may come of etcd. What placeholders stand for
	 * may, and nothing says whether it does.
	 * @param property the property
	 * @return whether it may
	 */
	static boolean isPossible(ConfigurationProperty property) {
		return EtcdOrigin.find(property.getOrigin()) != null
				|| (property.getValue() instanceof CharSequence text && text.toString().contains("${"));
	}

	private static List<String> violations(ValidationErrors errors) {
		List<String> problems = new ArrayList<>();
		if (errors.getBoundProperties().stream().anyMatch(WithheldFailure::isPossible)) {
			Violations violations = new Violations(errors);
			errors.forEach((error) -> problems.add(violation(violations, error)));
		}
		return problems;
	}

	private static String violation(Violations violations, ObjectError error) {
		Origin origin = violations.origin(error);
		return violations.name(error) + ((origin != null) ? " (" + origin + ") " : " ")
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

	private static List<String> unbound(Collection<ConfigurationProperty> properties) {
		return properties.stream().anyMatch(WithheldFailure::isPossible) ? properties.stream()
			.map((property) -> property.getName() + " (" + property.getOrigin() + ") is not a property of this type")
			.toList() : List.of();
	}

}
