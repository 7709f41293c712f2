package io.setpoint.lastgood;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Writes texts, each as the number of its bytes and its bytes in UTF-8. A state has as
 * many as it has keys, and is written whole after each change: those that are not long
 * are encoded in the same buffers, one after the other.
 */
class TextWriter {

	private static final int LONG = 1024;

	private final DataOutputStream out;

	private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder()
		.onMalformedInput(CodingErrorAction.REPLACE);

	private final CharBuffer characters = CharBuffer.allocate(LONG);

	private final ByteBuffer bytes = ByteBuffer.allocate((int) (LONG * this.encoder.maxBytesPerChar()));

	TextWriter(DataOutputStream out) {
		this.out = out;
	}

	void write(String text) throws IOException {
		if (text.length() > LONG) {
			byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
			write(encoded, encoded.length);
			return;
		}
		this.characters.clear().put(text).flip();
		this.encoder.reset();
		this.encoder.encode(this.characters, this.bytes.clear(), true);
		this.encoder.flush(this.bytes);
		write(this.bytes.array(), this.bytes.position());
	}

	private void write(byte[] encoded, int length) throws IOException {
		this.out.writeInt(length);
		this.out.write(encoded, 0, length);
	}

}
