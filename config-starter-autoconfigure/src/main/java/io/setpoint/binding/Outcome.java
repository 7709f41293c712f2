package io.setpoint.binding;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What came of binding a type against a candidate.
 *
 * @since 0.1.0
 */
public sealed interface Outcome {

	/**
	 * The names outside its prefix that the type asked for, by placeholders.
	 * @return the names, also those that are not set
	 */
	Set<ConfigurationPropertyName> references();

	/**
	 * The type was bound and is valid.
	 *
	 * @param value the fresh value, {@code null} if nobody is to get one: there is none,
	 * or it is not as complete as the bean
	 * @param properties the properties that it was bound from, as they were converted
	 * @param references the names that its placeholders asked for
	 * @param handed what setters were given, {@code null} if its constructor was
	 */
	record Bound(@Nullable Object value, Map<ConfigurationPropertyName, Object> properties,
			Set<ConfigurationPropertyName> references, @Nullable Handed handed) implements Outcome {

		@Override
		public String toString() {
			return "Bound[" + ((this.value != null) ? this.value.getClass().getName() : null) + "]";
		}

	}

	/**
	 * The type could not be bound, or is not valid.
	 *
	 * @param problems every problem, a sentence each, without values
	 * @param references the names that its placeholders asked for
	 * @param blame the property that settles it, {@code null} if there is no such one
	 */
	record Refused(List<String> problems, Set<ConfigurationPropertyName> references,
			@Nullable Blame blame) implements Outcome {
	}

}
