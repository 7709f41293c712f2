package io.setpoint.text;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pairs}.
 */
class PairsTests {

	@Test
	void withWhenNothingIsAskedForSaysNothing() {
		assertThat(Pairs.with(Map.of())).isEmpty();
	}

	@Test
	void withSaysEachInTheOrderOfTheNames() {
		assertThat(Pairs.with(Map.of("tier", "vip"))).isEqualTo(" with tier=vip");
		assertThat(Pairs.with(Map.of("tier", "vip", "country", "de"))).isEqualTo(" with country=de and tier=vip");
	}

}
