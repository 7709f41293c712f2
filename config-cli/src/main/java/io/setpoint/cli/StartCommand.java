package io.setpoint.cli;

import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Starts the rollout of a version.
 */
@Command(name = "start", description = "starts the rollout of a version")
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

	@Override
	public Answer perform(Desk desk) {
		Plan plan = this.plan.plan(desk.outside());
		Version found = Reference.version(this.configuration, this.version, desk);
		this.judging.document(desk, this.configuration, found.document(), this.author);
		if (this.author.isDryRun()) {
			RolloutState state = desk.known(this.configuration);
			return state.phase().isActive()
					? Answer.refused("A rollout of '" + state.candidate() + "' is " + state.phase()
							+ " already: this one would be refused")
					: Answer.done("Would start the rollout of '" + found.id() + "' of '" + this.configuration + "' in "
							+ plan.stages().size() + " stages");
		}
		RolloutState state = desk.await(this.judging.rollouts(desk, this.configuration)
			.start(this.configuration, found.id(), plan, this.author.by(desk.outside()), this.author.reason(),
					this.judging.isUnjudged()));
		return Answer
			.done("Started the rollout of '" + found.id() + "' of '" + this.configuration + "': "
					+ StatusText.phase(state))
			.with("state", Sight.state(state));
	}

}
