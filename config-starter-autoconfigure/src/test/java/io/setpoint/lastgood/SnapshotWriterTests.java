package io.setpoint.lastgood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SnapshotWriter}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SnapshotWriterTests {

	@TempDir
	private Path folder;

	private final AtomicLong asked = new AtomicLong();

	private SavedState state() {
		return new SavedState(1, this.asked.incrementAndGet(), Instant.EPOCH, Map.of());
	}

	@Test
	void changedWhenCalledOftenWritesNewestStateOnce() {
		SnapshotFile file = new SnapshotFile(this.folder, "shop");
		SnapshotWriter writer = new SnapshotWriter(file, this::state);
		for (int change = 0; change < 1000; change++) {
			writer.changed();
		}
		writer.close();
		assertThat(file.read().orElseThrow().revision()).isLessThan(3);
	}

	@Test
	void changedWhenMemoryRunsOutTriesAgain(CapturedOutput output) {
		SnapshotFile file = new SnapshotFile(this.folder, "shop");
		AtomicBoolean scarce = new AtomicBoolean(true);
		SnapshotWriter writer = new SnapshotWriter(file, () -> {
			if (scarce.getAndSet(false)) {
				throw new OutOfMemoryError("Java heap space");
			}
			return state();
		});
		writer.changed();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> output.getOut().contains("could not be"));
		writer.close();
		assertThat(file.read()).isPresent();
	}

	@Test
	void threadEndsWithItsWorkAndComesBackForMore() {
		SnapshotFile file = new SnapshotFile(this.folder, "shop");
		AtomicReference<Thread> thread = new AtomicReference<>();
		try (SnapshotWriter writer = new SnapshotWriter(file, () -> {
			thread.set(Thread.currentThread());
			return state();
		}, Duration.ofMillis(1))) {
			writer.changed();
			Awaitility.await().until(() -> thread.get() != null && !thread.get().isAlive());
			writer.changed();
			Awaitility.await().until(() -> file.read().filter((saved) -> saved.revision() == 2).isPresent());
		}
	}

	@Test
	void closeWhenNothingHasChangedWritesNothing() {
		SnapshotFile file = new SnapshotFile(this.folder, "shop");
		new SnapshotWriter(file, this::state).close();
		assertThat(file.read()).isEmpty();
	}

	@Test
	void closeWhenLastWriteFailedTriesAgain(CapturedOutput output) throws IOException {
		Path directory = Files.createFile(this.folder.resolve("taken"));
		SnapshotFile file = new SnapshotFile(directory, "shop");
		try (SnapshotWriter writer = new SnapshotWriter(file, this::state)) {
			writer.changed();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> output.getOut().contains("could not be"));
			Files.delete(directory);
		}
		assertThat(file.read()).isPresent();
	}

}
