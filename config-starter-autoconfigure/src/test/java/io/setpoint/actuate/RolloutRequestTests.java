package io.setpoint.actuate;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.Preset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RolloutRequest}: every action with every field.
 */
class RolloutRequestTests {

	private static final Map<String, String> TAKEN = Map.of("publish", "by id document description tags unjudged",
			"try", "by document keys", "start",
			"by version plan preset scope percent factor bake approval unjudged reason", "approve", "by reason",
			"pause", "by reason", "resume", "by reason", "promote", "by reason", "abort", "by reason", "rollback",
			"by version reason", "release", "by version reason");

	private static final Map<String, String> OF_PRESETS = Map.of("all-at-once", "bake approval", "linear",
			"scope percent bake approval", "exponential", "scope percent factor bake approval", "standard",
			"bake approval");

	private static final Map<RolloutField, String> EXAMPLES = Map.of(RolloutField.SCOPE, "requests",
			RolloutField.PERCENT, "20", RolloutField.FACTOR, "3", RolloutField.BAKE, "1m", RolloutField.APPROVAL,
			"required");

	@Test
	void actionTakesItsFieldsAndRefusesEveryOther() {
		assertThat(TAKEN).hasSize(RolloutAction.values().length);
		for (RolloutAction action : RolloutAction.values()) {
			Set<String> taken = new TreeSet<>();
			for (RolloutField field : RolloutField.values()) {
				try {
					new RolloutRequest(action, Map.of(field, "x"));
					taken.add(field.text());
				}
				catch (IllegalArgumentException ex) {
					assertThat(ex.getMessage()).contains("'" + field.text() + "'").contains(": ");
				}
			}
			assertThat(taken).as(action.text()).containsExactlyInAnyOrder(TAKEN.get(action.text()).split(" "));
		}
	}

	@Test
	void keysThatAreTriedArePutOrGo() {
		KeyChanges changes = tried("{\"/config/shop/a\": 15, \"/config/shop/b\": null}").keyChanges();
		assertThat(changes).isEqualTo(new KeyChanges(Map.of("/config/shop/a", "15"), Set.of("/config/shop/b")));
		assertThatIllegalArgumentException().isThrownBy(() -> tried("pricing.discount: 15").keyChanges())
			.withMessage("'pricing.discount' is no key: write it from the root, such as /config/checkout/a");
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> tried("{\"/config/shop/a\": [\"s3cr3t\"]}").keyChanges())
			.withMessageStartingWith("It is no map of names and values")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cr3t"));
	}

	private static RolloutRequest tried(String keys) {
		return new RolloutRequest(RolloutAction.TRY, Map.of(RolloutField.KEYS, keys));
	}

	@Test
	void presetTakesItsFieldsAndRefusesEveryOther() {
		assertThat(OF_PRESETS).hasSize(Preset.values().length);
		for (Preset preset : Preset.values()) {
			Set<String> taken = new TreeSet<>();
			EXAMPLES.forEach((field, example) -> {
				try {
					start(Map.of(RolloutField.PRESET, preset.text(), field, example)).requiredPlan();
					taken.add(field.text());
				}
				catch (IllegalArgumentException ex) {
					assertThat(ex.getMessage())
						.startsWith("The preset '" + preset.text() + "' takes no '" + field.text());
				}
			});
			assertThat(taken).as(preset.text()).containsExactlyInAnyOrder(OF_PRESETS.get(preset.text()).split(" "));
		}
	}

	@Test
	void whatIsSaidOfAPresetChangesThePlan() {
		EXAMPLES.forEach((field,
				example) -> assertThat(start(Map.of(RolloutField.PRESET, "exponential", field, example)).requiredPlan())
					.as(field.text())
					.isNotEqualTo(start(Map.of(RolloutField.PRESET, "exponential")).requiredPlan()));
		assertThat(start(Map.of(RolloutField.PRESET, "Standard", RolloutField.APPROVAL, "Required")).requiredPlan()
			.approval()).isEqualTo(Approval.REQUIRED);
	}

	@Test
	void planIsGivenOnce() {
		EXAMPLES.forEach((field, example) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> start(Map.of(RolloutField.PLAN, "{}", field, example)))
			.withMessage("'" + field.text() + "' is given beside 'plan': write it into the plan, or use a preset"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(Map.of(RolloutField.PLAN, "{}", RolloutField.PRESET, "linear")))
			.withMessage("'plan' and 'preset' are both given: leave one of them out");
	}

	@Test
	void fieldThatIsEmptyIsRefused() {
		for (String empty : new String[] { "", " ", "\t\n" }) {
			for (RolloutAction action : RolloutAction.values()) {
				for (RolloutField field : EnumSet.complementOf(EnumSet.of(RolloutField.BY))) {
					assertThatIllegalArgumentException()
						.isThrownBy(() -> new RolloutRequest(action, Map.of(field, empty)));
				}
			}
		}
	}

	@Test
	void fieldThatIsMissingIsAskedFor() {
		assertThatIllegalArgumentException().isThrownBy(() -> start(Map.of()).requiredVersion())
			.withMessage("'version' is missing: give the id of the version");
		assertThatIllegalArgumentException().isThrownBy(() -> start(Map.of()).requiredPlan())
			.withMessage(
					"'plan' is missing: give its stages, or a 'preset': all-at-once, linear, exponential, standard");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RolloutRequest(RolloutAction.PUBLISH, Map.of()).newVersion("ann"))
			.withMessage("'document' is missing: give the properties of the version as YAML");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RolloutRequest(RolloutAction.RELEASE, Map.of()).command())
			.withMessageContaining("'version' is missing");
	}

	@Test
	void wordThatDoesNotExistIsRefusedWithThoseThatDo() {
		assertThatIllegalArgumentException().isThrownBy(() -> RolloutAction.of("extend"))
			.withMessage("There is no action 'extend', only publish, try, start, approve, pause, resume, promote,"
					+ " abort, rollback, release");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(Map.of(RolloutField.PRESET, "none-such")).requiredPlan())
			.withMessage("There is no preset 'none-such', only all-at-once, linear, exponential, standard");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(Map.of(RolloutField.PRESET, "linear", RolloutField.PERCENT, "all")).requiredPlan())
			.withMessage("'all' is no number: write it as 12.5 (percent)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(Map.of(RolloutField.PRESET, "linear", RolloutField.BAKE, "soon")).requiredPlan())
			.withMessage("'soon' is no time: write 30s, 10m or 2h (bake)");
	}

	@Test
	void unjudgedIsASwitch() {
		assertThat(publish(Map.of()).isUnjudged()).isFalse();
		assertThat(publish(Map.of(RolloutField.UNJUDGED, "true")).isUnjudged()).isTrue();
		assertThat(start(Map.of(RolloutField.UNJUDGED, "false")).isUnjudged()).isFalse();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> publish(Map.of(RolloutField.UNJUDGED, "yes")).isUnjudged())
			.withMessage("'unjudged' is neither true nor false");
	}

	@Test
	void textsOfAVersionAreBounded() {
		Map<RolloutField, String> good = Map.of(RolloutField.DOCUMENT, "a: b", RolloutField.TAGS, "{ticket: 42}");
		assertThat(publish(good).newVersion("ann").tags()).containsEntry("ticket", "42");
		Map<RolloutField, String> bad = new HashMap<>();
		bad.put(RolloutField.DESCRIPTION, "x".repeat(1001));
		bad.put(RolloutField.TAGS, "{ticket: \"two\\nlines\"}");
		bad.forEach((field, value) -> {
			Map<RolloutField, String> values = new EnumMap<>(good);
			values.put(field, value);
			assertThatExceptionOfType(InvalidVersionException.class)
				.isThrownBy(() -> publish(values).newVersion("ann"));
		});
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> publish(good).newVersion("ann\nroot"));
	}

	private static RolloutRequest start(Map<RolloutField, String> values) {
		return new RolloutRequest(RolloutAction.START, values);
	}

	private static RolloutRequest publish(Map<RolloutField, String> values) {
		return new RolloutRequest(RolloutAction.PUBLISH, values);
	}

}
