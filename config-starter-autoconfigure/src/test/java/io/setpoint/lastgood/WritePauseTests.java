package io.setpoint.lastgood;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WritePause}.
 */
class WritePauseTests {

	@Test
	void afterWhenWriteWasQuickIsShortest() {
		assertThat(WritePause.after(Duration.ofMillis(3))).isEqualTo(Duration.ofMillis(500));
	}

	@Test
	void afterWhenWriteTookLongerIsTwentyTimesAsLong() {
		assertThat(WritePause.after(Duration.ofMillis(80))).isEqualTo(Duration.ofMillis(1600));
	}

	@Test
	void afterWhenWriteTookVeryLongIsLongest() {
		assertThat(WritePause.after(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(5));
	}

}
