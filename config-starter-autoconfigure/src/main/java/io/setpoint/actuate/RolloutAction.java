package io.setpoint.actuate;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be done by {@code /actuator/rollouts}, and what each action has to be told. It
 * takes nothing else: what was asked for is what happens, or it is refused.
 */
enum RolloutAction {

	/**
	 * Publish a version.
	 */
	PUBLISH(RolloutField.ID, RolloutField.DOCUMENT, RolloutField.DESCRIPTION, RolloutField.TAGS, RolloutField.UNJUDGED),

	/**
	 * Find out what every live build would do with a document, or with plain keys.
	 */
	TRY(RolloutField.DOCUMENT, RolloutField.KEYS),

	/**
	 * Start a rollout.
	 */
	START(RolloutField.VERSION, RolloutField.PLAN, RolloutField.PRESET, RolloutField.SCOPE, RolloutField.PERCENT,
			RolloutField.FACTOR, RolloutField.BAKE, RolloutField.APPROVAL, RolloutField.REASON, RolloutField.UNJUDGED),

	/**
	 * Approve a rollout.
	 */
	APPROVE(RolloutField.REASON),

	/**
	 * Pause a rollout.
	 */
	PAUSE(RolloutField.REASON),

	/**
	 * Resume a rollout.
	 */
	RESUME(RolloutField.REASON),

	/**
	 * Go on to the next stage.
	 */
	PROMOTE(RolloutField.REASON),

	/**
	 * End a rollout.
	 */
	ABORT(RolloutField.REASON),

	/**
	 * Go back.
	 */
	ROLLBACK(RolloutField.VERSION, RolloutField.REASON),

	/**
	 * Give a version to everybody.
	 */
	RELEASE(RolloutField.VERSION, RolloutField.REASON);

	private final Set<RolloutField> fields;

	RolloutAction(RolloutField... fields) {
		this.fields = EnumSet.of(RolloutField.BY, fields);
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	boolean takes(RolloutField field) {
		return this.fields.contains(field);
	}

	/**
	 * Find an action.
	 * @param text the word for it
	 * @return the action
	 * @throws IllegalArgumentException if there is none
	 */
	static RolloutAction of(String text) {
		return Arrays.stream(values())
			.filter((action) -> action.text().equals(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no action '" + text + "', only " + words()));
	}

	static String words() {
		return Arrays.stream(values()).map(RolloutAction::text).collect(Collectors.joining(", "));
	}

}
