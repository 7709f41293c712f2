package io.setpoint.rollout;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Trial}.
 */
class TrialTests {

	private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

	private static final Trial DOCUMENT = Trial.of("secret: 42", "ann", NOW);

	private static final Trial KEYS = Trial.of(new KeyChanges(Map.of("/config/shop/a", "42"), Set.of("/config/old/b")),
			"ann", NOW);

	@Test
	void documentConcernsWhoeverHasItsConfiguration() {
		assertThat(DOCUMENT.concerns(List.of())).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "/config/shop/, true", "/config/old/, true", "/config/other/, false", "/config/shop/a/, false" })
	void keysConcernWhoeverImportsOneOfThem(String location, boolean concerned) {
		assertThat(KEYS.concerns(List.of("/config/first/", location))).isEqualTo(concerned);
	}

	@Test
	void keysConcernNobodyWithoutPlainLocations() {
		assertThat(KEYS.concerns(List.of())).isFalse();
	}

	@Test
	void trialIsReadAsItWasWritten() {
		for (Trial trial : List.of(DOCUMENT, KEYS)) {
			assertThat(RolloutFormat.read(RolloutFormat.write(trial), Trial.class)).isEqualTo(trial);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'by': 'ann', 'at': '2026-11-24T12:00:00Z'}",
			"{'at': '2026-11-24T12:00:00Z', 'document': 'a: 1'}", "{'by': 'ann', 'document': 'a: 1'}",
			"{'by': 'ann', 'at': '2026-11-24T12:00:00Z', 'document': 'a: 1', 'changes': {'puts': {'/a': '1'}}}" })
	void trialOfNothingOrOfTwoThingsOrByNobodyIsRefused(String text) {
		byte[] value = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> RolloutFormat.read(value, Trial.class))
			.withMessage("It is no Trial: It needs who asks and when, and either a document or changes");
	}

	@Test
	void toStringSaysWhoAsksAndNeverWhat() {
		assertThat(DOCUMENT).hasToString("trial of a document by ann");
		assertThat(KEYS).hasToString("trial of plain keys by ann");
	}

}
