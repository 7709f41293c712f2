package io.setpoint.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Scope;

import org.springframework.boot.convert.DurationStyle;

/**
 * A plan that is known by its name, and what it has to be told.
 */
enum RolloutPreset {

	/**
	 * Everybody at once.
	 */
	ALL_AT_ONCE {

		@Override
		Plan plan(Map<RolloutField, String> values) {
			return Plan.allAtOnce(bake(values));
		}

	},

	/**
	 * The same share each time.
	 */
	LINEAR(RolloutField.SCOPE, RolloutField.PERCENT) {

		@Override
		Plan plan(Map<RolloutField, String> values) {
			return Plan.linear(scope(values), percent(values), bake(values));
		}

	},

	/**
	 * A multiple of the share before each time.
	 */
	EXPONENTIAL(RolloutField.SCOPE, RolloutField.PERCENT, RolloutField.FACTOR) {

		@Override
		Plan plan(Map<RolloutField, String> values) {
			return Plan.exponential(scope(values), percent(values), number(values, RolloutField.FACTOR, DEFAULT_FACTOR),
					bake(values));
		}

	},

	/**
	 * Internal users, then some who matter, then everybody.
	 */
	STANDARD {

		@Override
		Plan plan(Map<RolloutField, String> values) {
			return Plan.standard(bake(values));
		}

	};

	private static final Duration DEFAULT_BAKE = Duration.ofMinutes(5);

	private static final double DEFAULT_PERCENT = 10;

	private static final double DEFAULT_FACTOR = 2;

	private final Set<RolloutField> fields;

	RolloutPreset(RolloutField... fields) {
		this.fields = EnumSet.of(RolloutField.BAKE, fields);
		this.fields.add(RolloutField.APPROVAL);
	}

	String text() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	boolean takes(RolloutField field) {
		return this.fields.contains(field);
	}

	/**
	 * Make the plan, without the approval.
	 * @param values what was said
	 * @return the plan
	 */
	abstract Plan plan(Map<RolloutField, String> values);

	/**
	 * Find a preset.
	 * @param text its name
	 * @return the preset
	 * @throws IllegalArgumentException if there is none
	 */
	static RolloutPreset of(String text) {
		return Arrays.stream(values())
			.filter((preset) -> preset.text().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no preset '" + text + "', only " + words()));
	}

	static String words() {
		return Arrays.stream(values()).map(RolloutPreset::text).collect(Collectors.joining(", "));
	}

	private static Duration bake(Map<RolloutField, String> values) {
		String bake = values.get(RolloutField.BAKE);
		return (bake != null) ? DurationStyle.detectAndParse(bake) : DEFAULT_BAKE;
	}

	private static Scope scope(Map<RolloutField, String> values) {
		String scope = values.get(RolloutField.SCOPE);
		return (scope != null) ? RolloutRequest.constant(Scope.class, scope) : Scope.INSTANCES;
	}

	private static double percent(Map<RolloutField, String> values) {
		return number(values, RolloutField.PERCENT, DEFAULT_PERCENT);
	}

	private static double number(Map<RolloutField, String> values, RolloutField field, double other) {
		String value = values.get(field);
		try {
			return (value != null) ? Double.parseDouble(value) : other;
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + field.text() + "' is no number: write it as 12.5", ex);
		}
	}

}
