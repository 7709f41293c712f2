package io.setpoint.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * The body of an answer of HTTP/1.1: as long as is said before it, in chunks, or until
 * the connection ends.
 */
final class HttpBody {

	private static final int HEXADECIMAL = 16;

	private final InputStream in;

	private final HttpHead head;

	private long left;

	private boolean begun;

	HttpBody(InputStream in, HttpHead head) {
		this.in = in;
		this.head = head;
		this.left = head.chunked() ? 0 : (head.length() >= 0) ? head.length() : Long.MAX_VALUE;
	}

	/**
	 * Read what is there, or wait for it.
	 * @param buffer where to put it
	 * @return how many bytes there are, -1 at the end of the body
	 * @throws IOException if it breaks off
	 */
	int read(byte[] buffer) throws IOException {
		if (this.head.chunked() && this.left == 0) {
			this.left = nextChunk();
		}
		if (this.left == 0) {
			return -1;
		}
		int count = this.in.read(buffer, 0, (int) Math.min(buffer.length, this.left));
		if (count < 0 && this.left < Long.MAX_VALUE) {
			throw new EOFException("The answer breaks off");
		}
		this.left -= (this.left < Long.MAX_VALUE) ? count : 0;
		return count;
	}

	private long nextChunk() throws IOException {
		if (this.begun && !HttpHead.line(this.in).isEmpty()) {
			throw new ProtocolException("A chunk of the answer is longer than it says");
		}
		this.begun = true;
		String size = HttpHead.line(this.in);
		int extension = size.indexOf(';');
		long length = HttpHead.number(((extension >= 0) ? size.substring(0, extension) : size).trim(), HEXADECIMAL);
		if (length == 0) {
			skipTrailer();
		}
		return length;
	}

	private void skipTrailer() throws IOException {
		String line;
		do {
			line = HttpHead.line(this.in);
		}
		while (!line.isEmpty());
	}

}
