package io.setpoint.acceptance;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Refusals}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalsTests {

	@Test
	void reportWhenKeyHasLineBreakStaysOnOneLineOfTheLog(CapturedOutput output) {
		Refusals refusals = new Refusals(new AcceptanceFollower() {
		});
		refusals.report(new Notice(new Rejection(7, Set.of("/config/a\n2026-11-28 WARN forged\u001b[2K"), Set.of(),
				List.of("'/config/a\r\nforged' maps to no property")), false));
		assertThat(output).contains("/config/a\\u000A2026-11-28 WARN forged\\u001B[2K")
			.contains("'/config/a\\u000D\\u000Aforged' maps to no property");
	}

	@Test
	void unusableKeyIsRefusedSinceItWasFoundToBe() {
		Refusals refusals = new Refusals(new AcceptanceFollower() {
		});
		refusals.unusable(unusable(3, "it is torn", 3));
		refusals.unusable(unusable(3, "it is torn", 4));
		refusals.unusable(unusable(5, "it is no text", 5));
		assertThat(refusals.unusable()).containsExactly(unusable(5, "it is no text", 3));
		refusals.usable("/rollouts/a/state");
		refusals.unusable(unusable(7, "it is torn", 7));
		assertThat(refusals.unusable()).containsExactly(unusable(7, "it is torn", 7));
	}

	private static Refusal unusable(long revision, String reason, long since) {
		return new Refusal("/rollouts/a/versions/", "/rollouts/a/state", revision, reason, Set.of(),
				Instant.ofEpochSecond(since));
	}

}
