package io.setpoint.store;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

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
	void textWhenKeyLooksLikeAnEscapeEscapesItsBackslash() {
		assertThat(Keys.text(ByteSequence.from("/a\\xFF", StandardCharsets.UTF_8))).isEqualTo("/a\\x5CxFF");
		assertThat(text('/', 'a', 0xFF)).isEqualTo("/a\\xFF");
	}

	@Test
	void canonicalWhenNoEscapeCouldBeLeftOut() {
		assertThat(List.of("/a", "/a\\b", "/a\\xFF", "/a\\x5CxFF", "/a\\x2A", "/\u00e4", "/a\ufffd"))
			.allMatch(KeyText::isCanonical);
		assertThat(List.of("/\\x72ollouts/", "/a\\x2Fb", "/a\\x2Ab", "/\\xC3\\xA4", "/a\ud800"))
			.noneMatch(KeyText::isCanonical);
	}

	@Test
	void textWhenBackslashStartsNoEscapeReturnsIt() {
		assertThat(Keys.text(ByteSequence.from("a\\b\\x\\xZ9\\xf", StandardCharsets.UTF_8)))
			.isEqualTo("a\\b\\x\\xZ9\\xf");
	}

	@Test
	void bytesOfTextAreThoseOfTheKeyWhateverTheyAre() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		int runs = Integer.getInteger("setpoint.runs", 200_000);
		Map<String, ByteSequence> keys = new HashMap<>();
		for (int i = 0; i < runs; i++) {
			ByteSequence key = key(random);
			String text = Keys.text(key);
			assertThat(Keys.bytes(text)).as("seed %d, key '%s'", seed, text).isEqualTo(key);
			ByteSequence other = keys.putIfAbsent(text, key);
			assertThat((other != null) ? other : key).as("seed %d, key '%s'", seed, text).isEqualTo(key);
		}
	}

	private static ByteSequence key(Random random) {
		byte[][] pieces = { { '\\' }, { 'x' }, { 'F' }, { '5', 'C' }, { '*' }, { 'a' }, { (byte) 0xFF },
				{ (byte) 0xC3 }, { (byte) 0xA4 }, { (byte) 0xF0, (byte) 0x9F }, { (byte) 0x98, (byte) 0x80 },
				"\ufffd".getBytes(StandardCharsets.UTF_8), { (byte) random.nextInt(256) } };
		ByteSequence key = ByteSequence.EMPTY;
		for (int left = random.nextInt(9); left > 0; left--) {
			key = key.concat(ByteSequence.from(pieces[random.nextInt(pieces.length)]));
		}
		return key;
	}

	@Test
	void endIsBehindAllKeysOfThePrefix() {
		assertThat(Keys.end("/app/").toString(StandardCharsets.UTF_8)).isEqualTo("/app0");
	}

	@Test
	void endOfSingleKeyIsTheNextKey() {
		assertThat(KeyText.end("/app/a")).isEqualTo(KeyText.after(KeyText.bytes("/app/a")));
	}

	@Test
	void starStandsForAllKeysThatBeginSo() {
		assertThat(KeyText.start("/app/a*")).isEqualTo(KeyText.bytes("/app/a"));
		assertThat(KeyText.end("/app/a*")).isEqualTo(KeyText.bytes("/app/b"));
	}

	@Test
	void keyThatEndsInAStarStandsForItself() {
		String key = Keys.text(ByteSequence.from("/app/a*", StandardCharsets.UTF_8));
		assertThat(key).isEqualTo("/app/a\\x2A");
		assertThat(KeyText.start(key)).isEqualTo("/app/a*".getBytes(StandardCharsets.UTF_8));
		assertThat(KeyText.end(key)).isEqualTo(KeyText.after(KeyText.start(key)));
		assertThat(Keys.text(ByteSequence.from("/a*b", StandardCharsets.UTF_8))).isEqualTo("/a*b");
	}

	@Test
	void afterIsTheNextKey() {
		assertThat(KeyText.after(KeyText.bytes("/app/a"))).containsExactly('/', 'a', 'p', 'p', '/', 'a', 0);
	}

	private static String text(int... bytes) {
		byte[] key = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			key[i] = (byte) bytes[i];
		}
		return Keys.text(ByteSequence.from(key));
	}

}
