package io.setpoint.test;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ObjectAssert;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Assertions for a {@link ConfigurationDocument}: bound by Spring Boot's binder, and
 * validated, as an instance of the application does before it accepts a version. What
 * fails names properties, lines and columns, never values.
 *
 * @since 0.1.0
 */
public final class ConfigurationDocumentAssert
		extends AbstractAssert<ConfigurationDocumentAssert, ConfigurationDocument> {

	ConfigurationDocumentAssert(ConfigurationDocument actual) {
		super(actual, ConfigurationDocumentAssert.class);
	}

	/**
	 * Verify that a type can be bound from the document and is valid.
	 * @param type a class with {@code @ConfigurationProperties}
	 * @param <T> the type
	 * @return assertions for what was bound
	 */
	public <T> ObjectAssert<T> bindsTo(Class<T> type) {
		isNotNull();
		try (DocumentBinding binding = DocumentBinding.of(this.actual, type)) {
			checkProblems(type, binding);
			return Assertions.assertThat(type.cast(((Bound) binding.outcome(type)).value()));
		}
	}

	/**
	 * Verify that types can be bound from the document, and that it says nothing that
	 * none of them reads: a name that is misspelt for example.
	 * @param types classes with {@code @ConfigurationProperties}
	 * @return this assertion
	 */
	public ConfigurationDocumentAssert bindsWhollyTo(Class<?>... types) {
		isNotNull();
		try (DocumentBinding binding = DocumentBinding.of(this.actual, types)) {
			Set<ConfigurationPropertyName> unread = new LinkedHashSet<>(binding.names());
			for (Class<?> type : types) {
				checkProblems(type, binding);
				((Bound) binding.outcome(type)).properties().keySet().forEach(unread::remove);
			}
			if (!unread.isEmpty()) {
				failWithMessage("Expecting %s to say nothing that is not read, but no type reads%n  %s", this.actual,
						unread.stream().map(Object::toString).sorted().collect(Collectors.joining("\n  ")));
			}
		}
		return this;
	}

	/**
	 * Verify that a type cannot be bound from the document, or is not valid.
	 * @param type a class with {@code @ConfigurationProperties}
	 * @return assertions for the reasons, a sentence each
	 */
	public ListAssert<String> isRefusedBy(Class<?> type) {
		isNotNull();
		try (DocumentBinding binding = DocumentBinding.of(this.actual, type)) {
			List<String> problems = problems(type, binding);
			if (problems.isEmpty()) {
				failWithMessage("Expecting %s to be refused by %s, but it is valid", this.actual, type.getName());
			}
			return Assertions.assertThat(problems);
		}
	}

	private void checkProblems(Class<?> type, DocumentBinding binding) {
		List<String> problems = problems(type, binding);
		if (!problems.isEmpty()) {
			failWithMessage("Expecting %s to bind to %s, but%n  %s", this.actual, type.getName(),
					String.join("\n  ", problems));
		}
	}

	private static List<String> problems(Class<?> type, DocumentBinding binding) {
		List<String> problems = new ArrayList<>(binding.problems());
		if (problems.isEmpty() && binding.outcome(type) instanceof Refused refused) {
			problems.addAll(refused.problems());
		}
		return problems;
	}

}
