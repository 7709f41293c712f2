package io.setpoint.lastgood;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Checksum;

import io.setpoint.store.KeyValue;

/**
 * The bytes of a snapshot: a heading that names the format, the digest of what follows,
 * and the application, cluster, revision, time and keys. The digest is CRC-32C, as in
 * etcd's own log: it finds accidents, and takes no time in a JVM that has just started,
 * where SHA-256 takes 30 ms for a mebibyte. Who may write the file may write any digest
 * that fits.
 */
class SnapshotFormat {

	private static final byte[] HEADING = "setpoint snapshot 2\n".getBytes(StandardCharsets.US_ASCII);

	private static final int DIGEST_LENGTH = Integer.BYTES;

	private final String application;

	SnapshotFormat(String application) {
		this.application = application;
	}

	/**
	 * Write a state piece by piece: a whole one may be many megabytes. What comes of a
	 * write that fails is not read, its digest is missing.
	 * @param state the state
	 * @param file where to write, empty
	 * @throws IOException if it cannot be written
	 */
	void write(SavedState state, FileChannel file) throws IOException {
		OutputStream start = Channels.newOutputStream(file);
		start.write(HEADING);
		start.write(new byte[DIGEST_LENGTH]);
		CheckedOutputStream body = new CheckedOutputStream(start, new CRC32C());
		DataOutputStream out = new DataOutputStream(new BufferedOutputStream(body));
		writeBody(state, out);
		out.flush();
		ByteBuffer digest = ByteBuffer.allocate(DIGEST_LENGTH).putInt((int) body.getChecksum().getValue()).flip();
		while (digest.hasRemaining()) {
			file.write(digest, HEADING.length + digest.position());
		}
	}

	private void writeBody(SavedState state, DataOutputStream out) throws IOException {
		TextWriter texts = new TextWriter(out);
		texts.write(this.application);
		out.writeLong(state.clusterId());
		out.writeLong(state.revision());
		out.writeLong(state.currentAt().toEpochMilli());
		out.writeInt(state.locations().size());
		for (Map.Entry<String, List<KeyValue>> location : state.locations().entrySet()) {
			texts.write(location.getKey());
			out.writeInt(location.getValue().size());
			for (KeyValue entry : location.getValue()) {
				texts.write(entry.key());
				out.writeInt(entry.value().length);
				out.write(entry.value());
				out.writeLong(entry.createRevision());
				out.writeLong(entry.modRevision());
			}
		}
	}

	SavedState read(byte[] file) throws UntrustedSnapshotException {
		int start = HEADING.length + DIGEST_LENGTH;
		if (file.length < start || !Arrays.equals(HEADING, Arrays.copyOf(file, HEADING.length))) {
			throw new UntrustedSnapshotException("it is torn or was not written by this version of Setpoint");
		}
		Checksum digest = new CRC32C();
		digest.update(file, start, file.length - start);
		if (ByteBuffer.wrap(file).getInt(HEADING.length) != (int) digest.getValue()) {
			throw new UntrustedSnapshotException("it is torn or was altered, its digest does not match");
		}
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, start, file.length - start))) {
			SavedState state = readBody(in);
			if (in.available() > 0) {
				throw new UntrustedSnapshotException("it goes on behind its end");
			}
			return state;
		}
		catch (IOException ex) {
			throw new UntrustedSnapshotException("it is incomplete");
		}
	}

	private SavedState readBody(DataInputStream in) throws IOException, UntrustedSnapshotException {
		String owner = readText(in);
		if (!owner.equals(this.application)) {
			throw new UntrustedSnapshotException("it belongs to the application '" + owner + "'");
		}
		long clusterId = in.readLong();
		long revision = in.readLong();
		Instant currentAt = Instant.ofEpochMilli(in.readLong());
		Map<String, List<KeyValue>> locations = new LinkedHashMap<>();
		for (int remaining = readLength(in); remaining > 0; remaining--) {
			String prefix = readText(in);
			List<KeyValue> entries = new ArrayList<>();
			for (int entriesLeft = readLength(in); entriesLeft > 0; entriesLeft--) {
				entries.add(readEntry(in));
			}
			locations.put(prefix, List.copyOf(entries));
		}
		return new SavedState(clusterId, revision, currentAt, locations);
	}

	private static KeyValue readEntry(DataInputStream in) throws IOException {
		String key = readText(in);
		byte[] value = in.readNBytes(readLength(in));
		return new KeyValue(key, value, in.readLong(), in.readLong());
	}

	private static String readText(DataInputStream in) throws IOException {
		return new String(in.readNBytes(readLength(in)), StandardCharsets.UTF_8);
	}

	/**
	 * Read the length of something that takes a byte at least for each unit of it.
	 * @param in where to read
	 * @return the length
	 * @throws IOException if that much does not follow
	 */
	private static int readLength(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0 || length > in.available()) {
			throw new EOFException("A length is beyond the end");
		}
		return length;
	}

}
