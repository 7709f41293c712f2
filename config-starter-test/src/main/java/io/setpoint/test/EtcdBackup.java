package io.setpoint.test;

import java.nio.file.Path;

/**
 * What {@link EtcdServer#backup()} copied. It lives as long as the server object.
 *
 * @since 0.1.0
 */
public final class EtcdBackup {

	private final Path data;

	private final long revision;

	EtcdBackup(Path data, long revision) {
		this.data = data;
		this.revision = revision;
	}

	Path data() {
		return this.data;
	}

	/**
	 * Return the revision that the store had.
	 * @return the revision
	 */
	public long revision() {
		return this.revision;
	}

}
