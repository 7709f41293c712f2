package io.setpoint.store;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerVersion}.
 */
class ServerVersionTests {

	@ParameterizedTest
	@ValueSource(strings = { "3.4.25", "3.4.38", "3.5.8", "3.5.30", "3.6.0", "3.6.0-rc.1", "3.7.1", "4.0.0" })
	void keepsProgressInStepWhenFixedReturnsTrue(String version) {
		assertThat(ServerVersion.of(version).keepsProgressInStep()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "unknown", "3.5", "2.3.8", "3.3.27", "3.4.0", "3.4.24", "3.5.0", "3.5.7",
			"99999999999.1.1" })
	void keepsProgressInStepWhenNotFixedOrUnknownReturnsFalse(String version) {
		assertThat(ServerVersion.of(version).keepsProgressInStep()).isFalse();
	}

}
