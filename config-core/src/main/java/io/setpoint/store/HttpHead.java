package io.setpoint.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Locale;

/**
 * What an answer of HTTP/1.1 says before its body.
 *
 * @param status the status
 * @param length the length of the body, -1 if it is not said
 * @param chunked whether the body comes in chunks
 * @param last whether the connection ends with the body
 */
record HttpHead(int status, long length, boolean chunked, boolean last) {

	private static final int CONTINUE = 100;

	private static final int OK = 200;

	private static final int LONGEST = 64 * 1024;

	/**
	 * Read the head of an answer. What is only an announcement of it is skipped.
	 * @param in where it comes from
	 * @return the head
	 * @throws IOException if it breaks off or is none
	 */
	static HttpHead read(InputStream in) throws IOException {
		HttpHead head = readOne(in);
		while (head.status >= CONTINUE && head.status < OK) {
			head = readOne(in);
		}
		return head;
	}

	private static HttpHead readOne(InputStream in) throws IOException {
		String line = line(in);
		if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
			throw new ProtocolException("This is no answer of HTTP/1.1");
		}
		HttpHead head = new HttpHead(Integer.parseInt(line.substring(9, 12)), -1, false, line.startsWith("HTTP/1.0"));
		int size = line.length();
		for (line = line(in); !line.isEmpty(); line = line(in)) {
			size += line.length();
			if (size > LONGEST) {
				throw new ProtocolException("The head of the answer is too long");
			}
			head = head.with(line);
		}
		return head;
	}

	private HttpHead with(String header) throws ProtocolException {
		int colon = header.indexOf(':');
		String name = header.substring(0, Math.max(colon, 0)).trim().toLowerCase(Locale.ROOT);
		String value = header.substring(colon + 1).trim().toLowerCase(Locale.ROOT);
		return switch (name) {
			case "content-length" -> new HttpHead(this.status, number(value, 10), this.chunked, this.last);
			case "transfer-encoding" -> new HttpHead(this.status, this.length, value.endsWith("chunked"), this.last);
			case "connection" -> new HttpHead(this.status, this.length, this.chunked, value.contains("close"));
			default -> this;
		};
	}

	/**
	 * Return whether something can be asked for on the same connection after the body.
	 * @return whether it is known where the body ends
	 */
	boolean isConnectionKept() {
		return !this.last && (this.chunked || this.length >= 0);
	}

	/**
	 * Read a line.
	 * @param in where it comes from
	 * @return the line, without its end
	 * @throws IOException if it breaks off or is too long
	 */
	static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new EOFException("The answer breaks off");
			}
			if (line.length() == LONGEST) {
				throw new ProtocolException("A line of the answer is too long");
			}
			line.append((char) next);
		}
		return line.toString().stripTrailing();
	}

	static long number(String text, int radix) throws ProtocolException {
		try {
			return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("A length in the answer is no number");
		}
	}

}
