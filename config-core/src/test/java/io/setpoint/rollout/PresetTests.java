package io.setpoint.rollout;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Preset}.
 */
class PresetTests {

	private static final Duration USUAL = Duration.ofMinutes(5);

	private static final Duration BAKE = Duration.ofSeconds(30);

	@Test
	void planWithoutChoicesIsTheUsualOne() {
		assertThat(Preset.ALL_AT_ONCE.plan(null, null, null, null)).isEqualTo(Plan.allAtOnce(USUAL));
		assertThat(Preset.LINEAR.plan(null, null, null, null)).isEqualTo(Plan.linear(Scope.INSTANCES, 10, USUAL));
		assertThat(Preset.EXPONENTIAL.plan(null, null, null, null))
			.isEqualTo(Plan.exponential(Scope.INSTANCES, 10, 2, USUAL));
		assertThat(Preset.STANDARD.plan(null, null, null, null)).isEqualTo(Plan.standard(USUAL));
	}

	@Test
	void planTakesWhatIsChosen() {
		assertThat(Preset.ALL_AT_ONCE.plan(null, null, null, BAKE)).isEqualTo(Plan.allAtOnce(BAKE));
		assertThat(Preset.LINEAR.plan(Scope.REQUESTS, 25.0, null, BAKE))
			.isEqualTo(Plan.linear(Scope.REQUESTS, 25, BAKE));
		assertThat(Preset.EXPONENTIAL.plan(Scope.REQUESTS, 5.0, 3.0, BAKE))
			.isEqualTo(Plan.exponential(Scope.REQUESTS, 5, 3, BAKE));
		assertThat(Preset.STANDARD.plan(null, null, null, BAKE)).isEqualTo(Plan.standard(BAKE));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			ALL_AT_ONCE, INSTANCES, -, -, The preset 'all-at-once' takes no scope: leave it out
			ALL_AT_ONCE, -, 10, -, The preset 'all-at-once' takes no percent: leave it out
			STANDARD, -, 10, -, The preset 'standard' takes no percent: leave it out
			STANDARD, -, -, 2, The preset 'standard' takes no factor: leave it out
			LINEAR, -, -, 2, The preset 'linear' takes no factor: leave it out
			""")
	void planWhenAChoiceMakesNoDifferenceIsRefused(Preset preset, @Nullable Scope scope, @Nullable Double percent,
			@Nullable Double factor, String message) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> preset.plan(scope, percent, factor, null))
			.withMessage(message);
	}

	@ParameterizedTest
	@EnumSource
	void bakeAndApprovalCanAlwaysBeChosen(Preset preset) {
		assertThat(preset.takes("bake")).isTrue();
		assertThat(preset.takes("approval")).isTrue();
		assertThat(preset.takes("colour")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void presetIsFoundByItsName(Preset preset) {
		assertThat(Preset.of(preset.text())).isSameAs(preset);
		assertThat(Preset.of(preset.text().toUpperCase(Locale.ROOT))).isSameAs(preset);
	}

	@Test
	void presetThatThereIsNotIsRefusedWithThoseThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> Preset.of("all_at_once"))
			.withMessage("There is no preset 'all_at_once', only all-at-once, linear, exponential, standard");
	}

}
