package io.setpoint.cli;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.StoredRollouts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Gives a command to a rollout.
 */
abstract class SteerCommand implements Task {

	@Parameters(index = "0", paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Mixin
	private Author author = new Author();

	@Mixin
	private Reason reason = new Reason();

	@Override
	public Answer perform(Desk desk) {
		RolloutState before = desk.known(this.configuration);
		Command.Steering command = command();
		String by = this.author.by(desk.outside());
		StoredRollouts rollouts = desk.rollouts(this.configuration);
		if (this.author.isDryRun()) {
			RolloutState after = desk.await(rollouts.rehearse(this.configuration, command, by, this.reason.text()));
			return Answer
				.done("Would " + command.action() + ": " + before.phase() + " would become " + StatusText.phase(after));
		}
		RolloutState after = desk.await(rollouts.execute(this.configuration, command, by, this.reason.text()));
		return Answer.done("'" + this.configuration + "' is " + StatusText.phase(after) + stable(after))
			.with("state", Sight.state(after));
	}

	private static String stable(RolloutState state) {
		return (state.stable() != null && !state.phase().isActive()) ? ", stable " + state.stable() : "";
	}

	abstract Command.Steering command();

	/**
	 * Approves.
	 */
	@CommandLine.Command(name = "approve",
			description = "lets a proposed rollout run; by somebody else than its author")
	static final class Approve extends SteerCommand {

		@Override
		Command.Steering command() {
			return new Command.Approve();
		}

	}

	/**
	 * Pauses.
	 */
	@CommandLine.Command(name = "pause", description = "holds a rollout where it is")
	static final class Pause extends SteerCommand {

		@Override
		Command.Steering command() {
			return new Command.Pause();
		}

	}

	/**
	 * Resumes.
	 */
	@CommandLine.Command(name = "resume", description = "goes on where it was paused")
	static final class Resume extends SteerCommand {

		@Override
		Command.Steering command() {
			return new Command.Resume();
		}

	}

	/**
	 * Promotes.
	 */
	@CommandLine.Command(name = "promote", description = "goes on to the next stage now, after the last one to the end")
	static final class Promote extends SteerCommand {

		@Override
		Command.Steering command() {
			return new Command.Promote();
		}

	}

	/**
	 * Aborts.
	 */
	@CommandLine.Command(name = "abort", description = "ends a rollout: everybody has the stable version")
	static final class Abort extends SteerCommand {

		@Override
		Command.Steering command() {
			return new Command.Abort();
		}

	}

	/**
	 * Rolls back.
	 */
	@CommandLine.Command(name = "rollback",
			description = "goes back: out of a rollout, else to the version before, or to a named one")
	static final class Rollback extends SteerCommand {

		@Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "the version to go back to")
		private @Nullable String version;

		@Override
		Command.Steering command() {
			return new Command.Rollback(this.version);
		}

	}

	/**
	 * Releases.
	 */
	@CommandLine.Command(name = "release", description = "gives a version to everybody at once, whatever is under way")
	static final class Release extends SteerCommand {

		@Parameters(index = "1", paramLabel = "VERSION", description = "the version")
		private String version = "";

		@Override
		Command.Steering command() {
			return new Command.Release(this.version);
		}

	}

}
