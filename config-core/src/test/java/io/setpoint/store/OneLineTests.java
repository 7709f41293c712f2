package io.setpoint.store;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OneLine}.
 */
class OneLineTests {

	@Test
	void ofWhenTextIsPrintableReturnsIt() {
		String text = "/config/checkout/ä€\ud83d\ude00 'a\\b'";
		assertThat(OneLine.of(text)).isSameAs(text);
	}

	@Test
	void ofWhenTextHasLineBreaksShowsThem() {
		assertThat(OneLine.of("a\r\nb\tc\u0085d\u2028e\u2029f"))
			.isEqualTo("a\\u000D\\u000Ab\\u0009c\\u0085d\\u2028e\\u2029f");
	}

	@Test
	void ofWhenTextHasEscapeSequencesAndMarksOfDirectionShowsThem() {
		assertThat(OneLine.of("\u001b[31mred\u202eder")).isEqualTo("\\u001B[31mred\\u202Eder");
	}

	@Test
	void nameWhenLongShowsItsBeginning() {
		assertThat(OneLine.name("n".repeat(300))).isEqualTo("n".repeat(300));
		assertThat(OneLine.name("a\n".repeat(500_000))).startsWith("a\\u000Aa")
			.endsWith("... (1000000 characters)")
			.hasSizeLessThan(1200);
	}

}
