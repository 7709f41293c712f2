package io.setpoint.mirror;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MirrorSettingsTests {

	@Test
	void defaultsAreThoseOfTheContract() {
		assertThat(MirrorSettings.defaults())
			.isEqualTo(new MirrorSettings(Duration.ofMillis(100), 2, Duration.ofSeconds(5), Duration.ofSeconds(3),
					Duration.ofMillis(4500), Duration.ofSeconds(10), Duration.ofMinutes(5), 3, 20_000));
	}

	@Test
	void settingsWhenContradictoryAreRefusedByName() {
		Duration second = Duration.ofSeconds(1);
		Duration minute = Duration.ofMinutes(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MirrorSettings(Duration.ZERO, 2, minute, second, minute, minute, minute, 3, 1))
			.withMessage("'initialBackOff' must be positive");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MirrorSettings(minute, 2, second, second, minute, minute, minute, 3, 1))
			.withMessage("'maxBackOff' must not be below 'initialBackOff'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MirrorSettings(second, 0.5, minute, second, minute, minute, minute, 3, 1))
			.withMessage("'backOffMultiplier' must be 1 or more");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MirrorSettings(second, 2, minute, second, second, minute, minute, 3, 1))
			.withMessage("'silenceLimit' must be above 'heartbeat'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MirrorSettings(second, 2, minute, second, minute, second, minute, 3, 1))
			.withMessage("'staleAfter' must not be below 'silenceLimit'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MirrorSettings(second, 2, minute, second, minute, minute, minute, 0, 1))
			.withMessage("'failuresBeforeRenewal' must be positive");
	}

}
