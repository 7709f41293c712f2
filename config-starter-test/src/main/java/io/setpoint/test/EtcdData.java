package io.setpoint.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * The data folder of a server that is down, and the copies that were made of it.
 */
final class EtcdData {

	private final Path data;

	private final List<EtcdBackup> backups = new ArrayList<>();

	EtcdData(Path data) {
		this.data = data;
	}

	void delete() {
		try {
			FileSystemUtils.deleteRecursively(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + this.data, ex);
		}
	}

	EtcdBackup backup(long revision) {
		Path copy = this.data.resolveSibling("backup-" + this.backups.size());
		EtcdBackup backup = new EtcdBackup(copy, revision);
		copy(this.data, copy);
		this.backups.add(backup);
		return backup;
	}

	void restore(EtcdBackup backup) {
		delete();
		copy(backup.data(), this.data);
	}

	boolean has(EtcdBackup backup) {
		return this.backups.contains(backup);
	}

	private static void copy(Path source, Path target) {
		try {
			FileSystemUtils.copyRecursively(source, target);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot copy " + source, ex);
		}
	}

}
