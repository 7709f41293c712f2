package io.setpoint.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.OptionsUtil;

/**
 * Keys between their bytes and their text.
 */
final class Keys {

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private static final char REPLACEMENT = '\uFFFD';

	private Keys() {
	}

	static ByteSequence bytes(String key) {
		return ByteSequence.from(key, StandardCharsets.UTF_8);
	}

	/**
	 * The first key behind all keys of a range.
	 * @param range a prefix that ends in {@code /}, or else a single key
	 * @return the end of the range, exclusive
	 */
	static ByteSequence end(String range) {
		ByteSequence from = bytes(range);
		return range.endsWith("/") ? OptionsUtil.prefixEndOf(from) : after(from);
	}

	/**
	 * The smallest key behind a key.
	 * @param key the key
	 * @return the start of the rest of the range, inclusive
	 */
	static ByteSequence after(ByteSequence key) {
		return key.concat(ByteSequence.from(new byte[1]));
	}

	static String text(ByteSequence key) {
		byte[] bytes = key.getBytes();
		String text = new String(bytes, StandardCharsets.UTF_8);
		return (text.indexOf(REPLACEMENT) < 0) ? text : escaped(bytes);
	}

	static KeyValue entry(io.etcd.jetcd.KeyValue entry) {
		return new KeyValue(text(entry.getKey()), entry.getValue().getBytes(), entry.getCreateRevision(),
				entry.getModRevision());
	}

	private static String escaped(byte[] bytes) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);
		ByteBuffer in = ByteBuffer.wrap(bytes);
		CharBuffer out = CharBuffer.allocate(4 * bytes.length);
		CoderResult result = decoder.decode(in, out, true);
		while (result.isError()) {
			for (int i = 0; i < result.length(); i++) {
				out.put("\\x").put(HEX.toHexDigits(in.get()));
			}
			result = decoder.decode(in, out, true);
		}
		return out.flip().toString();
	}

}
