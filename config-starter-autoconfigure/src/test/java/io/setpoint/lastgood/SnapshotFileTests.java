package io.setpoint.lastgood;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files that a {@link SnapshotFile} leaves and finds. What it holds is
 * tested where an application starts from it.
 */
class SnapshotFileTests {

	@TempDir
	private Path folder;

	@Test
	void writeDeletesWhatAKilledProcessHasLeft() throws IOException {
		Path abandoned = temporary("shop.snapshot1.tmp", Duration.ofHours(2));
		Path underWay = temporary("shop.snapshot2.tmp", Duration.ofMinutes(1));
		Path foreign = temporary("other.snapshot3.tmp", Duration.ofHours(2));
		new SnapshotFile(this.folder, "shop").write(new SavedState(1, 2, Instant.EPOCH, Map.of()));
		assertThat(this.folder).isDirectoryContaining((path) -> path.endsWith("shop.snapshot"));
		assertThat(abandoned).doesNotExist();
		assertThat(underWay).exists();
		assertThat(foreign).exists();
	}

	@Test
	void stateIsReadAsItWasWrittenHoweverLongItsTextsAndValuesAre() throws IOException {
		SavedState state = new SavedState(1, 2, Instant.EPOCH.plusSeconds(3),
				Map.of("/config/größe/",
						List.of(new KeyValue("/config/größe/a", new byte[1_500_000], 4, 5),
								new KeyValue("/config/größe/" + "€".repeat(1_009) + "a", new byte[8191], 6, 7),
								new KeyValue("/config/größe/" + "€".repeat(1_010) + "b", new byte[8192], 6, 7),
								new KeyValue("/config/größe/" + "🍰".repeat(500), new byte[0], 8, 8),
								new KeyValue("/config/größe/c", "größe".getBytes(StandardCharsets.UTF_8), 9, 10)),
						"/config/empty/", List.of()));
		SnapshotFile file = new SnapshotFile(this.folder, "shop");
		file.write(state);
		assertThat(file.read()).hasValue(state);
	}

	private Path temporary(String name, Duration age) throws IOException {
		Path file = Files.createFile(this.folder.resolve(name));
		return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
	}

}
