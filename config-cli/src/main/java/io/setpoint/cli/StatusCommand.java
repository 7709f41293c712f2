package io.setpoint.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Shows where a rollout is.
 */
@Command(name = "status", description = "shows where a rollout is: stages, a square per instance, guards, time left")
final class StatusCommand implements Task {

	@Parameters(paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Option(names = "--watch", description = "go on until it is over; status 0 only if it is completed")
	private boolean watch;

	@Option(names = "--timeout", paramLabel = "TIME", description = "with --watch, how long at most, 30s or 10m")
	private @Nullable String timeout;

	@Override
	public Answer perform(Desk desk) {
		if (this.watch) {
			return new Watching(desk, this.configuration, this.timeout).untilTheEnd();
		}
		if (this.timeout != null) {
			throw RefusedException.usage("--timeout is for --watch: without it nothing is waited for");
		}
		desk.known(this.configuration);
		Sight sight = Sight.of(desk, this.configuration);
		return sight.answer(sight.isHealthy() ? Status.DONE : Status.REFUSED, "").showing(sight.lines(desk.outside()));
	}

}
