package io.setpoint.cli;

import java.util.List;
import java.util.Objects;

import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.store.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Lists versions.
 */
@Command(name = "versions", description = "lists the versions that are kept, newest first")
final class VersionsCommand implements Task {

	@Parameters(paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Override
	public Answer perform(Desk desk) {
		RolloutState state = desk.known(this.configuration);
		List<VersionSummary> versions = desk.await(desk.rollouts(this.configuration).versions(this.configuration));
		Table table = new Table("VERSION", "IS", "PUBLISHED", "BY", "DESCRIPTION");
		versions.forEach((version) -> table.row(version.id(), is(version, state), Times.text(version.createdAt()),
				OneLine.of(version.author()), OneLine.of(Objects.requireNonNullElse(version.description(), ""))));
		return Answer.done("")
			.with("stable", state.stable())
			.with("versions", versions.stream().map(RolloutFormat::json).toList())
			.showing(table.lines(desk.outside().screen()));
	}

	private static String is(VersionSummary version, RolloutState state) {
		if (version.id().equals(state.stable())) {
			return "stable";
		}
		if (state.phase().isActive() && version.id().equals(state.candidate())) {
			return "candidate";
		}
		return version.id().equals(state.previous()) ? "previous" : "";
	}

}
