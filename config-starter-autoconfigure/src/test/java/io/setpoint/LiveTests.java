package io.setpoint;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link Live#of}.
 */
class LiveTests {

	@Test
	void ofGivesTheValueToEverybody() {
		Live<String> live = Live.of("gold");
		assertThat(live.get()).isEqualTo("gold");
		assertThat(live.get(Subject.of("anna"))).isEqualTo("gold");
		assertThat(live.map(String::length).get()).isEqualTo(4);
	}

	@Test
	void ofHasNeverComeFromEtcd() {
		LiveOrigin origin = Live.of("gold").origin();
		assertThat(origin.revision()).isZero();
		assertThat(origin.version()).isNull();
	}

	@Test
	void ofNeverCallsAListener() {
		List<String> heard = new ArrayList<>();
		Live.of("gold").onChange((before, after) -> heard.add(after)).close();
		assertThat(heard).isEmpty();
	}

	@Test
	@SuppressWarnings("NullAway")
	void ofWhenNullIsRefused() {
		assertThatNullPointerException().isThrownBy(() -> Live.of(null)).withMessage("A live value is never null");
	}

}
