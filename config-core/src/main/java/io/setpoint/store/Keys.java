package io.setpoint.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.OptionsUtil;

/**
 * Keys between their bytes and their text. Two keys never have the same text: bytes that
 * are not UTF-8 appear as {@code \xHH}, and so does the backslash of a key that would
 * look like one of these.
 */
final class Keys {

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private static final char REPLACEMENT = '\uFFFD';

	private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9A-F]{2})");

	private static final Pattern LOOKALIKE = Pattern.compile("\\\\(?=x[0-9A-F]{2})");

	private Keys() {
	}

	static ByteSequence bytes(String key) {
		return (key.indexOf('\\') < 0) ? literal(key) : unescaped(key);
	}

	private static ByteSequence literal(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

	private static ByteSequence unescaped(String key) {
		ByteSequence bytes = ByteSequence.EMPTY;
		Matcher escape = ESCAPE.matcher(key);
		int from = 0;
		while (escape.find()) {
			byte escaped = (byte) HexFormat.fromHexDigits(escape.group(1));
			bytes = bytes.concat(literal(key.substring(from, escape.start())))
				.concat(ByteSequence.from(new byte[] { escaped }));
			from = escape.end();
		}
		return bytes.concat(literal(key.substring(from)));
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
		return (text.indexOf(REPLACEMENT) < 0 && text.indexOf('\\') < 0) ? text : escaped(bytes);
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
		CharBuffer out = CharBuffer.allocate(bytes.length);
		StringBuilder text = new StringBuilder();
		CoderResult result;
		do {
			result = decoder.decode(in, out, true);
			text.append(LOOKALIKE.matcher(out.flip()).replaceAll(Matcher.quoteReplacement("\\x5C")));
			out.clear();
			for (int i = 0; result.isError() && i < result.length(); i++) {
				text.append("\\x").append(HEX.toHexDigits(in.get()));
			}
		}
		while (result.isError());
		return text.toString();
	}

}
