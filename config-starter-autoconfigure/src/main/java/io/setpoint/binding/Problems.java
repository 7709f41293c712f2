package io.setpoint.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;
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

	/**
	 * Return everything that was found to be wrong.
	 * @param search what could not be bound
	 * @param violations why what could be bound is not valid, or {@code null}
	 * @param refusal why the type was refused, which counts if nothing else was found
	 * @return every problem
	 */
	List<String> of(FailureSearch search, @Nullable Throwable violations, Throwable refusal) {
		List<String> problems = new ArrayList<>();
		search.failures().forEach((failure) -> problems.add(failure(failure)));
		problems.addAll(unbound(search));
		BindValidationException validation = (violations != null)
				? Failure.find(violations, BindValidationException.class) : null;
		if (validation != null) {
			problems.addAll(violations(validation.getValidationErrors(), search.names()));
		}
		if (search.isFull()) {
			problems.add(this.type + ": there are more problems, which are not listed");
		}
		return problems.isEmpty() ? of(refusal) : problems;
	}

	private static Collection<String> unbound(FailureSearch search) {
		Map<ConfigurationPropertyName, String> problems = new LinkedHashMap<>();
		search.unbound().forEach((failure, properties) -> {
			ListGap gap = ListGap.of(failure, properties);
			properties.forEach((property) -> problems.putIfAbsent(property.getName(), unbound(property, gap)));
		});
		return problems.values();
	}

	List<String> of(Throwable ex) {
		BindValidationException validation = Failure.find(ex, BindValidationException.class);
		if (validation != null) {
			return violations(validation.getValidationErrors(), List.of());
		}
		UnboundConfigurationPropertiesException unbound = Failure.find(ex,
				UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			ListGap gap = ListGap.of(BindFailure.of(ex), unbound.getUnboundProperties());
			return unbound.getUnboundProperties().stream().map((property) -> unbound(property, gap)).toList();
		}
		BindFailure bind = BindFailure.of(ex);
		return List.of((bind != null) ? failure(bind) : this.type + ": " + Failure.describe(ex));
	}

	private List<String> violations(ValidationErrors errors, Collection<ConfigurationPropertyName> failed) {
		List<String> problems = new ArrayList<>();
		Violations violations = new Violations(errors);
		for (ObjectError error : errors) {
			ConfigurationPropertyName name = violations.name(error);
			if (!isConsequence(error, name, failed)) {
				problems
					.add(property(name.toString(), violations.origin(error)) + violation(error.getDefaultMessage()));
			}
		}
		return problems;
	}

	/**
	 * Ask whether a violation may come of a value that is missing only because it could
	 * not be bound: it is about that value, about something that has it, or is judged by
	 * a method, which may have asked for it.
	 * @param error the violation
	 * @param name the name that it is about
	 * @param failed the names of what could not be bound
	 * @return whether it may be no violation once that is repaired
	 */
	private static boolean isConsequence(ObjectError error, ConfigurationPropertyName name,
			Collection<ConfigurationPropertyName> failed) {
		boolean byMethod = "AssertTrue".equals(error.getCode()) || "AssertFalse".equals(error.getCode());
		return failed.stream()
			.anyMatch((it) -> byMethod || name.equals(it) || name.isAncestorOf(it) || it.isAncestorOf(name));
	}

	private String violation(@Nullable String message) {
		return (message != null && this.declared.test(message)) ? message
				: "is refused by a validator of the application";
	}

	private static String unbound(ConfigurationProperty property, @Nullable ListGap gap) {
		return property(property.getName().toString(), property.getOrigin()) + ((gap != null) ? gap.reason(property)
				: "is not a property of this type, which does not ignore unknown fields");
	}

	private static String failure(BindFailure failure) {
		if (ListGap.isNumberTooLarge(failure)) {
			return failure.name() + " cannot be bound: an element of the list has a number that is too large";
		}
		ConfigurationProperty property = failure.property();
		String name = (property != null) ? property.getName().toString() : failure.name().toString();
		return property(name, (property != null) ? property.getOrigin() : null) + Failure.of(failure);
	}

	private static String property(String name, @Nullable Origin origin) {
		return OneLine.name(name) + ((origin != null) ? " (" + origin + ") " : " ");
	}

}
