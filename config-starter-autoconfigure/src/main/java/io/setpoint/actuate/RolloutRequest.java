package io.setpoint.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Preset;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.Scope;
import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.Assert;

/**
 * What somebody asks of {@code /actuator/rollouts}. Whatever the action does not take is
 * refused, and so is what contradicts something else. Whether somebody has to say who he
 * is depends on who is logged in, and is asked elsewhere.
 *
 * @param action what is to be done
 * @param values what was said, by field
 */
record RolloutRequest(RolloutAction action, Map<RolloutField, String> values) {

	RolloutRequest {
		values = Map.copyOf(values);
		for (RolloutField field : RolloutField.values()) {
			String value = values.get(field);
			Assert.isTrue(value == null || action.takes(field), () -> field.notTaken("'" + action.text() + "'"));
			Assert.isTrue(field == RolloutField.BY || value == null || !value.isBlank(),
					() -> "'" + field.text() + "' is empty: leave it out, or say something");
		}
		checkPlan(values);
	}

	/**
	 * Create a request.
	 * @param action what is to be done
	 * @param values what was said, by field; {@code null} where nothing was
	 * @return the request
	 * @throws IllegalArgumentException if something of it would not happen
	 */
	static RolloutRequest of(RolloutAction action, Map<RolloutField, @Nullable String> values) {
		Map<RolloutField, String> said = new EnumMap<>(RolloutField.class);
		values.forEach((field, value) -> {
			if (value != null) {
				said.put(field, value);
			}
		});
		return new RolloutRequest(action, said);
	}

	private static void checkPlan(Map<RolloutField, String> values) {
		String preset = values.get(RolloutField.PRESET);
		boolean planned = values.containsKey(RolloutField.PLAN);
		Assert.isTrue(!planned || preset == null, "'plan' and 'preset' are both given: leave one of them out");
		for (RolloutField field : RolloutField.values()) {
			boolean ofPreset = Arrays.stream(Preset.values()).anyMatch((it) -> it.takes(field.text()));
			if (ofPreset && values.containsKey(field)) {
				Assert.isTrue(!planned,
						() -> "'" + field.text() + "' is given beside 'plan': write it into the plan, or use a preset");
				Assert.isTrue(preset == null || Preset.of(preset).takes(field.text()),
						() -> field.notTaken("The preset '" + preset + "'"));
			}
		}
	}

	private @Nullable String get(RolloutField field) {
		return this.values.get(field);
	}

	NewVersion newVersion(String author) {
		String tags = get(RolloutField.TAGS);
		return new NewVersion(get(RolloutField.ID), author, get(RolloutField.DESCRIPTION),
				(tags != null) ? RolloutFormat.parseMap(tags) : Map.of(), requiredDocument());
	}

	String requiredVersion() {
		String version = get(RolloutField.VERSION);
		Assert.notNull(version, "'version' is missing: give the id of the version");
		return version;
	}

	String requiredDocument() {
		String document = get(RolloutField.DOCUMENT);
		Assert.notNull(document,
				this.action.takes(RolloutField.KEYS)
						? "'document' is missing: give the properties of a version as YAML, or plain 'keys'"
						: "'document' is missing: give the properties of the version as YAML");
		return document;
	}

	/**
	 * Return the changes of plain keys that are tried.
	 * @return the changes, {@code null} if a document is
	 */
	@Nullable KeyChanges keyChanges() {
		String keys = get(RolloutField.KEYS);
		if (keys == null) {
			return null;
		}
		Assert.isTrue(get(RolloutField.DOCUMENT) == null, "'document' and 'keys' are both given: try them one by one");
		KeyChanges changes = RolloutFormat.parseChanges(keys);
		changes.keys()
			.forEach((key) -> Assert.isTrue(key.startsWith("/"),
					() -> "'" + OneLine.of(key) + "' is no key: write it from the root, such as /config/checkout/a"));
		return changes;
	}

	boolean isUnjudged() {
		String unjudged = get(RolloutField.UNJUDGED);
		Assert.isTrue(unjudged == null || unjudged.equals("true") || unjudged.equals("false"),
				"'unjudged' is neither true nor false");
		return "true".equals(unjudged);
	}

	@Nullable String reason() {
		return get(RolloutField.REASON);
	}

	/**
	 * Return the plan.
	 * @return the plan
	 * @throws io.setpoint.rollout.InvalidPlanException if it is none
	 */
	Plan requiredPlan() {
		String plan = get(RolloutField.PLAN);
		if (plan != null) {
			return RolloutFormat.parse(plan, Plan.class);
		}
		String preset = get(RolloutField.PRESET);
		Assert.notNull(preset, () -> "'plan' is missing: give its stages, or a 'preset': " + Preset.words());
		Plan planned = Preset.of(preset)
			.plan(scope(), number(RolloutField.PERCENT), number(RolloutField.FACTOR), bake());
		String approval = get(RolloutField.APPROVAL);
		return (approval != null) ? planned.withApproval(constant(Approval.class, approval)) : planned;
	}

	private @Nullable Scope scope() {
		String scope = get(RolloutField.SCOPE);
		return (scope != null) ? constant(Scope.class, scope) : null;
	}

	private @Nullable Duration bake() {
		String bake = get(RolloutField.BAKE);
		try {
			return (bake != null) ? DurationStyle.detectAndParse(bake) : null;
		}
		catch (IllegalArgumentException ex) {
			throw unreadable(RolloutField.BAKE, "time: write 30s, 10m or 2h", ex);
		}
	}

	private @Nullable Double number(RolloutField field) {
		String value = get(field);
		try {
			return (value != null) ? Double.valueOf(value) : null;
		}
		catch (NumberFormatException ex) {
			throw unreadable(field, "number: write it as 12.5", ex);
		}
	}

	private IllegalArgumentException unreadable(RolloutField field, String expected, IllegalArgumentException cause) {
		return new IllegalArgumentException("'" + OneLine.name(Objects.requireNonNull(get(field))) + "' is no "
				+ expected + " (" + field.text() + ")", cause);
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String name) {
		for (E constant : type.getEnumConstants()) {
			if (constant.name().equalsIgnoreCase(name)) {
				return constant;
			}
		}
		throw new IllegalArgumentException("There is no " + type.getSimpleName().toLowerCase(Locale.ROOT) + " '" + name
				+ "', only " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
	}

	/**
	 * Return the command, if the action is one that needs no plan.
	 * @return the command
	 */
	Command.Steering command() {
		return switch (this.action) {
			case APPROVE -> new Command.Approve();
			case PAUSE -> new Command.Pause();
			case RESUME -> new Command.Resume();
			case PROMOTE -> new Command.Promote();
			case ABORT -> new Command.Abort();
			case ROLLBACK -> new Command.Rollback(get(RolloutField.VERSION));
			case RELEASE -> new Command.Release(requiredVersion());
			case PUBLISH, TRY, START -> throw new IllegalStateException("'" + this.action.text() + "' is no command");
		};
	}

}
