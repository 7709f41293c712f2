package io.setpoint.cli;

import java.util.UUID;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.archive.StoredRollouts;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Starts the rollout of a version.
 */
@CommandLine.Command(name = "start", description = "starts the rollout of a version")
final class StartCommand implements Task {

	@Parameters(index = "0", paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Parameters(index = "1", paramLabel = "VERSION", description = "the version")
	private String version = "";

	@Mixin
	private PlanOptions plan = new PlanOptions();

	@Mixin
	private Judging judging = new Judging();

	@Mixin
	private Author author = new Author();

	@Mixin
	private Reason reason = new Reason();

	@Override
	public Answer perform(Desk desk) {
		Plan plan = this.plan.plan(desk.outside());
		Version found = Reference.version(this.configuration, this.version, desk);
		String by = this.author.by(desk.outside());
		StoredRollouts rollouts = this.judging.rollouts(desk, this.configuration);
		Command.Start start = new Command.Start(found.id(), plan, UUID.randomUUID().toString());
		desk.await(rollouts.rehearse(this.configuration, start, by, this.reason.text()));
		this.judging.document(desk, this.configuration, found.document(), this.author);
		if (this.author.isDryRun()) {
			return Answer.done("Would start the rollout of '" + found.id() + "' of '" + this.configuration + "' in "
					+ plan.stages().size() + " stages");
		}
		RolloutState state = desk
			.await(rollouts.start(this.configuration, start, by, this.reason.text(), this.judging.isUnjudged()));
		return Answer
			.done("Started the rollout of '" + found.id() + "' of '" + this.configuration + "': "
					+ StatusText.phase(state))
			.with("state", Sight.state(state));
	}

}
