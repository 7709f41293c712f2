package io.setpoint.store;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class Utf8Tests {

	@ParameterizedTest
	@ValueSource(
			strings = { "", "plain", "größer", "日本", "\uD83D\uDE00", "replaced \uFFFD by somebody", "\uFEFF", "\0" })
	void textIsWhatTheBytesSay(String text) {
		assertThat(Utf8.text(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
	}

	@Test
	void bytesThatAreNoTextAreNone() {
		assertThat(Utf8.text(new byte[] { 'a', (byte) 0xFF })).isNull();
		assertThat(Utf8.text(new byte[] { (byte) 0xC3 })).isNull();
		assertThat(Utf8.text(new byte[] { (byte) 0xED, (byte) 0xA0, (byte) 0x80 })).isNull();
		assertThat(Utf8.text("größer".getBytes(StandardCharsets.ISO_8859_1))).isNull();
		assertThat(Utf8.text(new byte[] { (byte) 0xEF, (byte) 0xBF, (byte) 0xBD, (byte) 0xFF })).isNull();
	}

}
