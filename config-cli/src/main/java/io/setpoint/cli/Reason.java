package io.setpoint.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Why somebody does what the history keeps.
 */
final class Reason {

	@Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history")
	private @Nullable String text;

	@Nullable String text() {
		return this.text;
	}

}
