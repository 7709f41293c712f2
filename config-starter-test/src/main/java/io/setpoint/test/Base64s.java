package io.setpoint.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Keys and values as the JSON gateway wants them.
 */
final class Base64s {

	private static final byte[] END = { 0 };

	private Base64s() {
	}

	static String encode(String text) {
		return encode(text.getBytes(StandardCharsets.UTF_8));
	}

	static String encode(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	static byte[] decode(@Nullable Object encoded) {
		return (encoded != null) ? Base64.getDecoder().decode(encoded.toString()) : new byte[0];
	}

	static Map<String, String> prefix(String prefix) {
		byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
		return (start.length == 0) ? Map.of("key", encode(END), "range_end", encode(END))
				: Map.of("key", encode(start), "range_end", encode(next(start)));
	}

	private static byte[] next(byte[] start) {
		byte[] end = Arrays.copyOf(start, start.length);
		end[end.length - 1]++;
		return end;
	}

}
