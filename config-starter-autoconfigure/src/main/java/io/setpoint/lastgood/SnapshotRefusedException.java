package io.setpoint.lastgood;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot file is there, but cannot be trusted.
 *
 * @since 0.1.0
 */
public class SnapshotRefusedException extends RuntimeException {

	SnapshotRefusedException(Path file, String reason, @Nullable Throwable cause) {
		super("The snapshot file '" + file + "' is refused: " + reason
				+ ". It is written anew with the next accepted state; delete it if this message stays", cause);
	}

}
