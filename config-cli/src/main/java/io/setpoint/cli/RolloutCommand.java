package io.setpoint.cli;

import picocli.CommandLine.Command;

/**
 * Rollouts: the commands that start, show and steer them.
 */
@Command(name = "rollout", description = "starts, shows and steers rollouts",
		subcommands = { StartCommand.class, StatusCommand.class, SteerCommand.Approve.class, SteerCommand.Pause.class,
				SteerCommand.Resume.class, SteerCommand.Promote.class, SteerCommand.Abort.class,
				SteerCommand.Rollback.class, SteerCommand.Release.class })
final class RolloutCommand {

}
