package io.setpoint.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Text as it lies in etcd and in files.
 *
 * @since 0.1.0
 */
public final class Utf8 {

	private static final char REPLACEMENT = '\uFFFD';

	private Utf8() {
	}

	/**
	 * Return what bytes say.
	 * @param bytes the bytes
	 * @return the text, whose bytes are these; {@code null} if they are no UTF-8
	 */
	public static @Nullable String text(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		return (text.indexOf(REPLACEMENT) < 0) ? text : strictly(bytes);
	}

	/**
	 * Decode what may have that character itself, or has got it for what is malformed.
	 * @param bytes the bytes
	 * @return the text, or {@code null}
	 */
	private static @Nullable String strictly(byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

}
