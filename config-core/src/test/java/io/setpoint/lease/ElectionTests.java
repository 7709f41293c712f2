package io.setpoint.lease;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Election}.
 */
class ElectionTests {

	private static final Duration LOOK = Duration.ofMillis(10);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 10, 100, 1000, 4096 })
	void pauseLetsFewBeTheFirst(int instances) {
		List<Duration> pauses = IntStream.range(0, instances)
			.mapToObj((instance) -> Election.pause((instance + 0.5) / instances))
			.sorted()
			.toList();
		Duration taken = pauses.get(0).plus(LOOK);
		assertThat(pauses).allMatch((pause) -> !pause.isNegative() && pause.compareTo(Duration.ofMillis(250)) <= 0);
		assertThat(pauses.stream().filter((pause) -> pause.compareTo(taken) < 0)).hasSizeLessThanOrEqualTo(2);
	}

}
