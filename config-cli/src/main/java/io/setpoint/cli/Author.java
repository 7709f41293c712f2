package io.setpoint.cli;

import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Who writes, or that nothing is to be written.
 */
final class Author {

	private static final List<String> VARIABLES = List.of("SETPOINT_BY", "GITHUB_ACTOR", "GITLAB_USER_LOGIN",
			"CHANGE_AUTHOR", "BUILD_USER_ID");

	@Option(names = "--by", paramLabel = "NAME",
			description = "who does it; else SETPOINT_BY, a variable of CI, or the user of this system")
	private @Nullable String by;

	@Option(names = "--dry-run", description = "say what would happen; write nothing")
	private boolean dryRun;

	String by(Outside outside) {
		if (this.by != null) {
			return this.by;
		}
		for (String variable : VARIABLES) {
			String value = outside.variable(variable);
			if (value != null) {
				return value;
			}
		}
		return System.getProperty("user.name", "");
	}

	boolean isDryRun() {
		return this.dryRun;
	}

}
