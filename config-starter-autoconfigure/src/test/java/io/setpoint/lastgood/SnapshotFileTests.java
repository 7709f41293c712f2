package io.setpoint.lastgood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

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

	private Path temporary(String name, Duration age) throws IOException {
		Path file = Files.createFile(this.folder.resolve(name));
		return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
	}

}
