package io.setpoint.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys between their bytes and their text. Two keys never have the same text: bytes that
 * are not UTF-8 appear as {@code \xHH}, and so does the backslash of a key that would
 * look like one of these, and the star at the end of a key that would look like a range.
 *
 * @since 0.1.0
 */
public final class KeyText {

	private static final char REPLACEMENT = '\uFFFD';

	private static final String ALL = "*";

	private KeyText() {
	}

	/**
	 * The bytes of a key.
	 * @param key the key
	 * @return its bytes
	 */
	static byte[] bytes(String key) {
		return (key.indexOf('\\') < 0) ? literal(key) : Escapes.unescaped(key);
	}

	/**
	 * Return whether a key is written as etcd's own keys are shown, so that it can be
	 * compared with others by its text.
	 * @param key the key
	 * @return whether it has no escape that it does not need
	 */
	public static boolean isCanonical(String key) {
		return text(bytes(key)).equals(key);
	}

	private static byte[] literal(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * The first key that may be in a range.
	 * @param range a prefix that ends in {@code /}, the beginning of keys followed by
	 * {@code *}, or else a single key
	 * @return the start of the range, inclusive
	 */
	static byte[] start(String range) {
		return bytes(range.endsWith(ALL) ? range.substring(0, range.length() - ALL.length()) : range);
	}

	/**
	 * The first key behind all keys of a range.
	 * @param range a prefix that ends in {@code /}, the beginning of keys followed by
	 * {@code *}, or else a single key
	 * @return the end of the range, exclusive
	 */
	static byte[] end(String range) {
		byte[] end = start(range);
		if (!range.endsWith("/") && !range.endsWith(ALL)) {
			return after(end);
		}
		end[end.length - 1]++;
		return end;
	}

	/**
	 * The smallest key behind a key.
	 * @param key the key
	 * @return the start of the rest of the range, inclusive
	 */
	static byte[] after(byte[] key) {
		return Arrays.copyOf(key, key.length + 1);
	}

	static String text(byte[] key) {
		String text = new String(key, StandardCharsets.UTF_8);
		return (text.indexOf(REPLACEMENT) < 0 && text.indexOf('\\') < 0 && !text.endsWith(ALL)) ? text
				: Escapes.escaped(key);
	}

	/**
	 * What few keys need, apart from the rest, so that a start does not pay for it.
	 */
	private static final class Escapes {

		private static final HexFormat HEX = HexFormat.of().withUpperCase();

		private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9A-F]{2})");

		private static final Pattern LOOKALIKE = Pattern.compile("\\\\(?=x[0-9A-F]{2})");

		private Escapes() {
		}

		static byte[] unescaped(String key) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			Matcher escape = ESCAPE.matcher(key);
			int from = 0;
			while (escape.find()) {
				bytes.writeBytes(literal(key.substring(from, escape.start())));
				bytes.write(HexFormat.fromHexDigits(escape.group(1)));
				from = escape.end();
			}
			bytes.writeBytes(literal(key.substring(from)));
			return bytes.toByteArray();
		}

		static String escaped(byte[] bytes) {
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
			if (text.length() > 0 && text.charAt(text.length() - 1) == ALL.charAt(0)) {
				text.replace(text.length() - 1, text.length(), "\\x2A");
			}
			return text.toString();
		}

	}

}
