package io.setpoint.actuate;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * What can be said in a request to {@code /actuator/rollouts}.
 */
enum RolloutField {

	/**
	 * Who asks, where nobody is logged in.
	 */
	BY("give it with every action, where nobody is logged in"),

	/**
	 * The id of a version to publish.
	 */
	ID("give it to publish; elsewhere the id of a version is 'version'"),

	/**
	 * The properties of a version to publish, as YAML or nested.
	 */
	DOCUMENT("publish it first, then name it by 'version'"),

	/**
	 * The plain keys that are tried with their values, {@code null} for one that is
	 * deleted, as a YAML map or nested.
	 */
	KEYS("give them to try; nobody writes plain keys here"),

	/**
	 * What a version to publish is for.
	 */
	DESCRIPTION("give it to publish; why something is done is 'reason'"),

	/**
	 * What else is to be known of a version to publish, as a YAML map.
	 */
	TAGS("give them to publish"),

	/**
	 * The version that it is about.
	 */
	VERSION("give it to start, release or rollback; to publish, the id of a version is 'id'"),

	/**
	 * The plan of a rollout, as YAML or nested.
	 */
	PLAN("give it to start; the plan of a rollout that is under way is not altered"),

	/**
	 * The name of a plan, instead.
	 */
	PRESET("give it to start; the plan of a rollout that is under way is not altered"),

	/**
	 * What the shares of the preset are of.
	 */
	SCOPE("give it to start with the preset linear or exponential"),

	/**
	 * The percentage that the preset begins with or adds.
	 */
	PERCENT("give it to start with the preset linear or exponential"),

	/**
	 * The factor that the preset grows by.
	 */
	FACTOR("give it to start with the preset exponential"),

	/**
	 * The bake time of each stage of the preset.
	 */
	BAKE("give it to start with a preset"),

	/**
	 * Whether somebody has to approve the preset.
	 */
	APPROVAL("give it to start with a preset"),

	/**
	 * Whether the other builds that are alive are not asked.
	 */
	UNJUDGED("give it to publish or to start"),

	/**
	 * Why.
	 */
	REASON("to publish, give a 'description'");

	private final String remedy;

	RolloutField(String remedy) {
		this.remedy = remedy;
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return whether the field may be a JSON object, besides a string that holds one.
	 * @return whether it may
	 */
	boolean isNested() {
		return this == PLAN || this == DOCUMENT || this == TAGS || this == KEYS;
	}

	boolean isSwitch() {
		return this == UNJUDGED;
	}

	boolean isNumber() {
		return this == PERCENT || this == FACTOR;
	}

	/**
	 * Say that the field is not taken.
	 * @param by what does not take it
	 * @return the sentence
	 */
	String notTaken(String by) {
		return by + " takes no '" + text() + "': " + this.remedy;
	}

	/**
	 * Find a field.
	 * @param text its name
	 * @return the field, {@code null} if there is none
	 */
	static @Nullable RolloutField of(String text) {
		return Arrays.stream(values()).filter((field) -> field.text().equals(text)).findFirst().orElse(null);
	}

	/**
	 * Say that there are no such fields.
	 * @param names their names
	 * @return the sentence
	 */
	static String unknown(Collection<String> names) {
		String shown = names.stream().map(OneLine::of).limit(5).collect(Collectors.joining("', '", "'", "'"));
		return "There is no " + shown + ", only "
				+ Arrays.stream(values()).map(RolloutField::text).collect(Collectors.joining(", "));
	}

	/**
	 * Say that a field is given more than once.
	 * @param name its name
	 * @return the sentence
	 */
	static String repeated(String name) {
		return "'" + OneLine.of(name) + "' is given more than once: say one thing";
	}

}
