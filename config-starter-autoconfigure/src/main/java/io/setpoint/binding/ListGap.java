package io.setpoint.binding;

import java.util.Collection;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Why elements have no place in a list: one before them is missing, or they are numbered
 * in another way. The binder says the same of them as of a property that does not exist.
 *
 * @param list the name of the list
 * @param first the lowest number that has no place, -1 if there is none
 */
record ListGap(ConfigurationPropertyName list, int first) {

	private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");

	/**
	 * Find out whether properties were left over by a list.
	 * @param failure the failure to bind them
	 * @param unbound the properties that are left over
	 * @return the gap, or {@code null} if they were not
	 */
	static @Nullable ListGap of(@Nullable BindFailure failure, Collection<ConfigurationProperty> unbound) {
		if (failure == null || !isList(failure)) {
			return null;
		}
		ConfigurationPropertyName list = failure.name();
		OptionalInt first = unbound.stream()
			.map((property) -> number(list, property))
			.filter((number) -> NUMBER.matcher(number).matches())
			.mapToInt(Integer::parseInt)
			.min();
		return new ListGap(list, first.orElse(-1));
	}

	/**
	 * Return whether a list could not be bound because Boot does not read the number of
	 * an element.
	 * @param failure the failure to bind it
	 * @return whether a number has too many digits
	 */
	static boolean isNumberTooLarge(BindFailure failure) {
		return isList(failure) && failure.cause() instanceof NumberFormatException;
	}

	private static boolean isList(BindFailure failure) {
		Class<?> target = failure.target().getType().resolve(Object.class);
		return target.isArray() || Collection.class.isAssignableFrom(target);
	}

	private static String number(ConfigurationPropertyName list, ConfigurationProperty property) {
		return property.getName().getElement(list.getNumberOfElements(), Form.ORIGINAL);
	}

	/**
	 * Say why a property has no place.
	 * @param property one of the properties that are left over
	 * @return the end of a sentence
	 */
	String reason(ConfigurationProperty property) {
		String number = number(this.list, property);
		if (number.matches("0\\d+")) {
			return "cannot be bound: the elements of a list are numbered 0, 1, 2 and so on, so " + number
					+ " has no place";
		}
		if (!NUMBER.matcher(number).matches()) {
			return "cannot be bound: the list has no element before it, so it has no place";
		}
		if (number.equals("0")) {
			return "cannot be bound: it is no element of this list";
		}
		return "cannot be bound: the list has no element " + Math.max(0, this.first - 1) + ", so " + number
				+ " has no place";
	}

}
