package io.setpoint.text;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpanTests {

	@ParameterizedTest
	@CsvSource({ "PT-5S,0s", "PT0S,0s", "PT0.9S,900ms", "PT20S,20s", "PT1M,1m", "PT1M30S,1m 30s", "PT59M59.9S,59m 59s",
			"PT1H0M59S,1h", "PT90M,1h 30m", "PT24H,1d", "PT25H59M,1d 1h", "P400D,400d" })
	void textHasTheTwoLargestUnits(Duration time, String text) {
		assertThat(Span.text(time)).isEqualTo(text);
	}

}
