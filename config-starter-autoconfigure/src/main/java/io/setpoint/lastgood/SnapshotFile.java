package io.setpoint.lastgood;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The last good state on disk: one file for each application, readable by its owner only,
 * replaced atomically.
 *
 * @since 0.1.0
 */
public final class SnapshotFile {

	private static final String SUFFIX = ".tmp";

	private static final int LARGEST_SHARE_OF_HEAP = 4;

	private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

	private final Path directory;

	private final Path file;

	private final SnapshotFormat format;

	/**
	 * Create the file's description. This does no I/O.
	 * @param directory the folder of the file, created when something is written
	 * @param application the name of the application, which is part of the file's name
	 * and of its content
	 */
	public SnapshotFile(Path directory, String application) {
		this.directory = directory.toAbsolutePath();
		this.file = this.directory.resolve(application.replaceAll("[^A-Za-z0-9._-]", "_") + ".snapshot");
		this.format = new SnapshotFormat(application);
	}

	/**
	 * Read the state.
	 * @return the state, empty if there is no file
	 * @throws SnapshotRefusedException if it is no file that can be read, is torn, was
	 * altered or belongs to another application
	 */
	public Optional<SavedState> read() {
		try {
			check(Files.readAttributes(this.file, BasicFileAttributes.class));
			return Optional.of(this.format.read(Files.readAllBytes(this.file)));
		}
		catch (IOException ex) {
			Path obstacle = obstacle();
			if (obstacle != null) {
				throw new SnapshotRefusedException(this.file, "'" + obstacle + "' is no folder", ex);
			}
			if (ex instanceof NoSuchFileException) {
				return Optional.empty();
			}
			throw new SnapshotRefusedException(this.file, "it cannot be read", ex);
		}
		catch (UntrustedSnapshotException ex) {
			throw new SnapshotRefusedException(this.file, ex.reason(), null);
		}
	}

	/**
	 * Return what is in the place of a folder. From JDK 25 on a file below another file
	 * counts as one that does not exist.
	 * @return the path, {@code null} if only folders lead to the file, or would if they
	 * were there
	 */
	private @Nullable Path obstacle() {
		Path path = this.directory;
		while (path != null && !Files.exists(path)) {
			path = path.getParent();
		}
		return (path == null || Files.isDirectory(path)) ? null : path;
	}

	/**
	 * What is no ordinary file might never come to an end, or to a beginning.
	 * @param attributes what is there
	 */
	private static void check(BasicFileAttributes attributes) throws UntrustedSnapshotException {
		if (!attributes.isRegularFile()) {
			throw new UntrustedSnapshotException("it is no regular file");
		}
		if (attributes.size() > Runtime.getRuntime().maxMemory() / LARGEST_SHARE_OF_HEAP) {
			throw new UntrustedSnapshotException("it is too large for the memory of the application");
		}
	}

	/**
	 * Return whether others than the owner of the file may replace it or write into it.
	 * @return whether they may, {@code false} if that cannot be found out
	 */
	public boolean isWritableByOthers() {
		try {
			return isWritableByOthers(this.file) || isWritableByOthers(this.directory);
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
	}

	private static boolean isWritableByOthers(Path path) throws IOException {
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
		return permissions.contains(PosixFilePermission.GROUP_WRITE)
				|| permissions.contains(PosixFilePermission.OTHERS_WRITE);
	}

	/**
	 * Replace the state. A crash leaves the old file or the new one, never part of one.
	 * @param state the new state
	 * @throws IOException if it cannot be written
	 */
	public void write(SavedState state) throws IOException {
		Path directory = this.directory;
		Files.createDirectories(directory, permissions(directory, "rwx------"));
		Path temporary = Files.createTempFile(directory, this.file.getFileName().toString(), SUFFIX,
				permissions(directory, "rw-------"));
		try {
			writeAndSync(temporary, state);
			Files.move(temporary, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
		deleteAbandoned(directory);
	}

	/**
	 * Delete what processes have left that were killed while they wrote. Nobody writes
	 * for an hour; what is younger may be another process's.
	 * @param directory the folder
	 * @throws IOException if a file cannot be deleted
	 */
	private void deleteAbandoned(Path directory) throws IOException {
		long limit = Instant.now().minus(ABANDONED_AFTER).toEpochMilli();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, this::isTemporary)) {
			for (Path each : files) {
				if (each.toFile().lastModified() < limit) {
					Files.deleteIfExists(each);
				}
			}
		}
	}

	private boolean isTemporary(Path path) {
		String name = path.getFileName().toString();
		return name.startsWith(this.file.getFileName().toString()) && name.endsWith(SUFFIX);
	}

	private void writeAndSync(Path path, SavedState state) throws IOException {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
			this.format.write(state, channel);
			channel.force(true);
		}
	}

	private static FileAttribute<?>[] permissions(Path path, String permissions) {
		Set<String> views = path.getFileSystem().supportedFileAttributeViews();
		return views.contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	@Override
	public String toString() {
		return this.file.toString();
	}

}
