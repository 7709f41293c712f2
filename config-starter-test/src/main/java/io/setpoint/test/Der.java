package io.setpoint.test;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The little of ASN.1's distinguished encoding that a certificate needs.
 */
final class Der {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private Der() {
	}

	static byte[] sequence(byte[]... parts) {
		return tagged(0x30, parts);
	}

	static byte[] set(byte[]... parts) {
		return tagged(0x31, parts);
	}

	static byte[] explicit(int number, byte[]... parts) {
		return tagged(0xa0 + number, parts);
	}

	static byte[] integer(BigInteger value) {
		return tagged(0x02, value.toByteArray());
	}

	static byte[] bool(boolean value) {
		return tagged(0x01, new byte[] { (byte) (value ? 0xff : 0) });
	}

	static byte[] bits(int unused, byte[] value) {
		return tagged(0x03, new byte[] { (byte) unused }, value);
	}

	static byte[] octets(byte[] value) {
		return tagged(0x04, value);
	}

	static byte[] text(String value) {
		return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
	}

	static byte[] time(Instant value) {
		return tagged(0x17, TIME.format(value).getBytes(StandardCharsets.US_ASCII));
	}

	static byte[] oid(long... arcs) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write((int) (arcs[0] * 40 + arcs[1]));
		LongStream.of(arcs).skip(2).forEach((arc) -> writeArc(bytes, arc));
		return tagged(0x06, bytes.toByteArray());
	}

	static byte[] tagged(int tag, byte[]... parts) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			content.writeBytes(part);
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(tag);
		writeLength(bytes, content.size());
		bytes.writeBytes(content.toByteArray());
		return bytes.toByteArray();
	}

	private static void writeLength(ByteArrayOutputStream bytes, int length) {
		if (length < 0x80) {
			bytes.write(length);
			return;
		}
		byte[] encoded = BigInteger.valueOf(length).toByteArray();
		int start = (encoded[0] == 0) ? 1 : 0;
		bytes.write(0x80 + encoded.length - start);
		bytes.write(encoded, start, encoded.length - start);
	}

	private static void writeArc(ByteArrayOutputStream bytes, long arc) {
		int groups = (63 - Long.numberOfLeadingZeros(Math.max(1, arc))) / 7;
		IntStream.rangeClosed(0, groups)
			.map((index) -> groups - index)
			.forEach((group) -> bytes.write((int) ((arc >> (7 * group)) & 0x7f) | ((group > 0) ? 0x80 : 0)));
	}

}
