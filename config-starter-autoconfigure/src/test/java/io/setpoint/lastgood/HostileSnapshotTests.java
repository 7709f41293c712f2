package io.setpoint.lastgood;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a {@link SnapshotFile} that holds, or is, anything: it is refused with a
 * sentence or read. Run with {@code -Dsetpoint.seed=...} to replay, with
 * {@code -Dsetpoint.runs=...} for more.
 */
class HostileSnapshotTests {

	private static final int RUNS = Integer.getInteger("setpoint.runs", 20_000);

	private static final int HEADING = 20;

	private static final int BODY = HEADING + 4;

	private static final SavedState STATE = new SavedState(7, 42, Instant.EPOCH,
			Map.of("/config/shop/", List.of(entry("/config/shop/a", "1"), entry("/config/shop/b.yaml", "x: [1, 2]")),
					"/config/shop,live/", List.of()));

	private final long seed = Long.getLong("setpoint.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@TempDir
	private Path folder;

	private static KeyValue entry(String key, String value) {
		return new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), 3, 4);
	}

	private SnapshotFile snapshot() {
		return new SnapshotFile(this.folder, "shop");
	}

	private Path path() {
		return this.folder.resolve("shop.snapshot");
	}

	@Test
	void mutatedBytesWithADigestThatFitsAreRefusedOrRead() throws Exception {
		snapshot().write(STATE);
		byte[] written = Files.readAllBytes(path());
		int refused = 0;
		for (int round = 0; round < RUNS; round++) {
			byte[] mutated = withDigest(mutate(written));
			try {
				assertThat(new SnapshotFormat("shop").read(mutated)).isNotNull();
			}
			catch (UntrustedSnapshotException ex) {
				assertThat(ex.reason()).isNotBlank();
				refused++;
			}
			catch (RuntimeException | Error ex) {
				throw new AssertionError("seed " + this.seed + " round " + round, ex);
			}
		}
		assertThat(refused).isBetween(RUNS / 20, RUNS - 1);
	}

	private byte[] mutate(byte[] written) {
		byte[] bytes = written.clone();
		for (int i = this.random.nextInt(3); i >= 0; i--) {
			bytes = mutate(bytes, BODY + this.random.nextInt(bytes.length - BODY - 8));
			if (bytes.length < BODY + 10) {
				return bytes;
			}
		}
		return bytes;
	}

	private byte[] mutate(byte[] bytes, int at) {
		int kind = this.random.nextInt(5);
		if (kind == 3) {
			return Arrays.copyOf(bytes, at + 8);
		}
		if (kind == 4) {
			return Arrays.copyOf(bytes, bytes.length + this.random.nextInt(20));
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		switch (kind) {
			case 0 -> buffer.put(at, (byte) this.random.nextInt());
			case 1 -> buffer.put(at, (byte) (bytes[at] ^ (1 << this.random.nextInt(8))));
			default -> buffer.putInt(at, length());
		}
		return bytes;
	}

	private int length() {
		int[] lengths = { -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1, 1 << 30, this.random.nextInt() };
		return lengths[this.random.nextInt(lengths.length)];
	}

	private static byte[] withDigest(byte[] file) {
		CRC32C digest = new CRC32C();
		digest.update(file, BODY, file.length - BODY);
		return ByteBuffer.wrap(file.clone()).putInt(HEADING, (int) digest.getValue()).array();
	}

	@Test
	void eachByteThatIsNotAsItWasWrittenIsFound() throws Exception {
		snapshot().write(STATE);
		byte[] written = Files.readAllBytes(path());
		for (int i = 0; i < written.length; i++) {
			byte[] altered = written.clone();
			altered[i] ^= (byte) (1 + this.random.nextInt(255));
			Files.write(path(), altered);
			assertThatExceptionOfType(SnapshotRefusedException.class).as("seed %d byte %d", this.seed, i)
				.isThrownBy(() -> snapshot().read())
				.withMessageContaining("torn or was");
		}
	}

	@Test
	void eachNegativeOrEndlessLengthIsRefused() throws Exception {
		snapshot().write(STATE);
		byte[] written = Files.readAllBytes(path());
		for (int length : new int[] { -1, Integer.MIN_VALUE, Integer.MAX_VALUE }) {
			byte[] bytes = written.clone();
			ByteBuffer.wrap(bytes).putInt(BODY, length);
			Files.write(path(), withDigest(bytes));
			assertRefused("it is incomplete");
		}
		Files.write(path(), withDigest(Arrays.copyOf(written, written.length + 1)));
		assertRefused("it goes on behind its end");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void pipeInItsPlaceIsRefusedAndNotWaitedFor() throws Exception {
		assertThat(new ProcessBuilder("mkfifo", path().toString()).start().waitFor()).isZero();
		assertRefused("it is no regular file");
		snapshot().write(STATE);
		assertThat(snapshot().read()).contains(STATE);
	}

	@Test
	void folderInItsPlaceIsRefused() throws IOException {
		Files.createDirectory(path());
		assertRefused("it is no regular file");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void linkToWhatNeverEndsIsRefusedAndReplaced() throws IOException {
		Files.createSymbolicLink(path(), Path.of("/dev/zero"));
		assertRefused("it is no regular file");
		snapshot().write(STATE);
		assertThat(snapshot().read()).contains(STATE);
	}

	@Test
	void linkToNowhereIsNoFile() throws IOException {
		Files.createSymbolicLink(path(), this.folder.resolve("nowhere"));
		assertThat(snapshot().read()).isEmpty();
	}

	@Test
	void fileInPlaceOfTheFolderIsRefused() throws IOException {
		Path file = Files.createFile(this.folder.resolve("file"));
		for (Path folder : List.of(file, file.resolve("below"), file.resolve("further/below"))) {
			assertThatExceptionOfType(SnapshotRefusedException.class).isThrownBy(new SnapshotFile(folder, "shop")::read)
				.withMessageContaining("is refused: '" + file + "' is no folder");
		}
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void fileThatIsLargerThanTheMemoryIsRefused() throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
			file.setLength(Runtime.getRuntime().maxMemory());
		}
		assertRefused("it is too large for the memory of the application");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void whoElseMayWriteIsNoticed() throws IOException {
		Path own = this.folder.resolve("own");
		SnapshotFile snapshot = new SnapshotFile(own, "shop");
		assertThat(snapshot.isWritableByOthers()).isFalse();
		snapshot.write(STATE);
		assertThat(snapshot.isWritableByOthers()).isFalse();
		Files.setPosixFilePermissions(own.resolve("shop.snapshot"), PosixFilePermissions.fromString("rw-rw-rw-"));
		assertThat(snapshot.isWritableByOthers()).isTrue();
		snapshot.write(STATE);
		assertThat(snapshot.isWritableByOthers()).isFalse();
		Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThat(snapshot.isWritableByOthers()).isTrue();
	}

	private void assertRefused(String reason) {
		assertThatExceptionOfType(SnapshotRefusedException.class).isThrownBy(snapshot()::read)
			.withMessage("The snapshot file '" + path() + "' is refused: " + reason
					+ ". It is written anew with the next accepted state; delete it if this message stays");
	}

}
