package io.setpoint.rollout;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A plan that is known by its name.
 *
 * @since 0.1.0
 */
public enum Preset {

	/**
	 * Everybody at once.
	 */
	ALL_AT_ONCE,

	/**
	 * The same share each time.
	 */
	LINEAR("scope", "percent"),

	/**
	 * A multiple of the share before each time.
	 */
	EXPONENTIAL("scope", "percent", "factor"),

	/**
	 * Internal users, then some who matter, then everybody.
	 */
	STANDARD;

	private static final Set<String> ALWAYS = Set.of("bake", "approval");

	private static final Duration BAKE = Duration.ofMinutes(5);

	private static final double PERCENT = 10;

	private static final double FACTOR = 2;

	private final Set<String> choices;

	Preset(String... choices) {
		this.choices = Set.of(choices);
	}

	/**
	 * Return its name as people write it.
	 * @return the name
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return whether something can be chosen, {@code scope} for example.
	 * @param choice what is to be chosen
	 * @return whether it makes a difference
	 */
	public boolean takes(String choice) {
		return ALWAYS.contains(choice) || this.choices.contains(choice);
	}

	/**
	 * Make the plan. What is not chosen is as it usually is.
	 * @param scope what the shares are of, or {@code null} for instances
	 * @param percent the share that it begins with or adds, or {@code null} for 10
	 * @param factor the factor that it grows by, or {@code null} for 2
	 * @param bake how long each stage runs, or {@code null} for five minutes
	 * @return the plan
	 * @throws InvalidPlanException if something is chosen that makes no difference
	 */
	public Plan plan(@Nullable Scope scope, @Nullable Double percent, @Nullable Double factor,
			@Nullable Duration bake) {
		check("scope", scope);
		check("percent", percent);
		check("factor", factor);
		Scope shared = Objects.requireNonNullElse(scope, Scope.INSTANCES);
		double share = Objects.requireNonNullElse(percent, PERCENT);
		Duration time = Objects.requireNonNullElse(bake, BAKE);
		return switch (this) {
			case ALL_AT_ONCE -> Plan.allAtOnce(time);
			case LINEAR -> Plan.linear(shared, share, time);
			case EXPONENTIAL -> Plan.exponential(shared, share, Objects.requireNonNullElse(factor, FACTOR), time);
			case STANDARD -> Plan.standard(time);
		};
	}

	private void check(String choice, @Nullable Object chosen) {
		if (chosen != null && !takes(choice)) {
			throw new InvalidPlanException("The preset '" + text() + "' takes no " + choice + ": leave it out");
		}
	}

	/**
	 * Find a preset.
	 * @param text its name
	 * @return the preset
	 * @throws IllegalArgumentException if there is none
	 */
	public static Preset of(String text) {
		return Arrays.stream(values())
			.filter((preset) -> preset.text().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no preset '" + text + "', only " + words()));
	}

	/**
	 * Return the names of all presets.
	 * @return the names, separated by commas
	 */
	public static String words() {
		return Arrays.stream(values()).map(Preset::text).collect(Collectors.joining(", "));
	}

}
