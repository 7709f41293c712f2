package io.setpoint.store;

import java.nio.charset.StandardCharsets;

import io.etcd.jetcd.ByteSequence;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Keys}.
 */
class KeysTests {

	@Test
	void textWhenKeyIsUtf8ReturnsIt() {
		assertThat(Keys.text(Keys.bytes("/config/\u00e4\u20ac\ud83d\ude00")))
			.isEqualTo("/config/\u00e4\u20ac\ud83d\ude00");
	}

	@Test
	void textWhenKeyHoldsTheReplacementCharacterReturnsIt() {
		assertThat(Keys.text(Keys.bytes("/a\ufffd"))).isEqualTo("/a\ufffd");
	}

	@Test
	void textWhenBytesAreMalformedEscapesThemOnly() {
		assertThat(text(0xFF)).isEqualTo("\\xFF");
		assertThat(text('a', 0x80, 'b')).isEqualTo("a\\x80b");
		assertThat(text(0xC0, 0xAF)).isEqualTo("\\xC0\\xAF");
		assertThat(text(0xED, 0xA0, 0x80)).isEqualTo("\\xED\\xA0\\x80");
	}

	@Test
	void textWhenSequenceIsCutOffEscapesIt() {
		assertThat(text('a', 0xC3)).isEqualTo("a\\xC3");
		assertThat(text('a', 0xE2, 0x82)).isEqualTo("a\\xE2\\x82");
		assertThat(text(0xE2, 0x82, 'a', 0xC3, 0xA4)).isEqualTo("\\xE2\\x82a\u00e4");
	}

	@Test
	void endIsBehindAllKeysOfThePrefix() {
		assertThat(Keys.end("/app/").toString(StandardCharsets.UTF_8)).isEqualTo("/app0");
	}

	@Test
	void endOfSingleKeyIsTheNextKey() {
		assertThat(Keys.end("/app/a")).isEqualTo(Keys.after(Keys.bytes("/app/a")));
	}

	@Test
	void afterIsTheNextKey() {
		assertThat(Keys.after(Keys.bytes("/app/a")).getBytes()).containsExactly('/', 'a', 'p', 'p', '/', 'a', 0);
	}

	private static String text(int... bytes) {
		byte[] key = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			key[i] = (byte) bytes[i];
		}
		return Keys.text(ByteSequence.from(key));
	}

}
