package io.setpoint.cli;

import java.util.Objects;
import java.util.UUID;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.TransitionRefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes a document the stable version, by a rollout, unless it is on its way already.
 */
@CommandLine.Command(name = "apply",
		description = "publishes a document if it is new and starts its rollout if it is not stable; else does nothing;"
				+ " what was rolled back or aborted wants a word")
final class ApplyCommand implements Task {

	@Parameters(index = "0", paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Parameters(index = "1", paramLabel = "FILE", description = "the document, - for standard input")
	private String file = "";

	@Mixin
	private PlanOptions plan = new PlanOptions();

	@Mixin
	private Publication publication = new Publication();

	@Mixin
	private Author author = new Author();

	@Mixin
	private Reason reason = new Reason();

	@Option(names = "--again", description = "start it also if it was rolled back or aborted before")
	private boolean again;

	@Option(names = "--wait", description = "wait until the rollout is over; status 0 only if it is completed")
	private boolean wait;

	@Option(names = "--timeout", paramLabel = "TIME", description = "with --wait, how long at most, 30s or 10m")
	private @Nullable String timeout;

	@Override
	public Answer perform(Desk desk) {
		checkTimeout();
		Plan plan = this.plan.plan(desk.outside());
		String document = TextFile.text(TextFile.bytes(this.file, "document", desk.outside()), this.file);
		Publication.Outcome published = Publication.publish(desk, this.configuration,
				this.publication.wanted(desk, document, this.author), this.author, this.publication.judging());
		Answer answer = start(desk, plan, published, document).with("configuration", this.configuration)
			.with("version", published.version().id())
			.with("published", published.isNew())
			.with("dryRun", this.author.isDryRun());
		boolean over = answer.status() != Status.DONE || this.author.isDryRun() || !this.wait;
		return (over || isAtRest(desk, answer, published)) ? answer : waited(desk, answer);
	}

	/**
	 * Return whether there is no rollout to wait for, because the version is stable and
	 * what was rolled out last is another one.
	 * @param desk has etcd
	 * @param answer what was done
	 * @param published the version
	 * @return whether nothing is under way for it
	 */
	private boolean isAtRest(Desk desk, Answer answer, Publication.Outcome published) {
		RolloutState state = desk.await(desk.rollouts(this.configuration).state(this.configuration));
		return Boolean.FALSE.equals(answer.details().get("started")) && isStable(published.version().id(), state);
	}

	private static boolean isStable(String version, RolloutState state) {
		return !state.phase().isActive() && Objects.equals(state.stable(), version);
	}

	private void checkTimeout() {
		if (this.timeout != null) {
			if (!this.wait) {
				throw RefusedException.usage("--timeout says how long to wait: use it with --wait");
			}
			Watching.time(this.timeout);
		}
	}

	private Answer waited(Desk desk, Answer answer) {
		if (!answer.message().isEmpty()) {
			desk.remark(answer.message());
		}
		Answer end = new Watching(desk, this.configuration, this.timeout).untilTheEnd();
		return new Answer(end.status(), end.message(), end.problems(), answer.details(), "").with("state",
				end.details().get("state"));
	}

	private Answer start(Desk desk, Plan plan, Publication.Outcome published, String document) {
		String version = published.version().id();
		RolloutState state = desk.await(desk.rollouts(this.configuration).state(this.configuration));
		Answer nothing = nothingToDo(version, state);
		if (nothing != null) {
			return nothing;
		}
		if (!this.again) {
			TakenBack.in(desk.await(desk.rollouts(this.configuration).history(this.configuration)))
				.check(this.configuration, version);
		}
		Command.Start start = new Command.Start(version, plan, UUID.randomUUID().toString());
		try {
			Transition.of(state, start, this.author.by(desk.outside()), desk.outside().clock().instant(),
					this.reason.text());
			if (!published.isNew()) {
				this.publication.judging().document(desk, this.configuration, document, this.author);
			}
			return this.author.isDryRun() ? Answer.done(wouldStart(published)).with("started", true)
					: started(desk, start);
		}
		catch (RolloutConflictException | TransitionRefusedException ex) {
			return lost(desk, published, ex);
		}
	}

	private String wouldStart(Publication.Outcome published) {
		return published.isNew() ? published.sentence(this.configuration) + "; would start its rollout"
				: "Would start the rollout of '" + published.version().id() + "' of '" + this.configuration + "'";
	}

	private Answer started(Desk desk, Command.Start start) {
		Judging judging = this.publication.judging();
		RolloutState started = desk.await(judging.rollouts(desk, this.configuration)
			.start(this.configuration, start, this.author.by(desk.outside()), this.reason.text(),
					judging.isUnjudged()));
		return Answer
			.done("Started the rollout of '" + start.candidate() + "' of '" + this.configuration + "': "
					+ StatusText.phase(started))
			.with("started", true);
	}

	/**
	 * Somebody else was faster: with the same version, so that all is well, or not.
	 * @param desk has etcd
	 * @param published the version
	 * @param refusal what was said to us
	 * @return what to answer
	 */
	private Answer lost(Desk desk, Publication.Outcome published, RuntimeException refusal) {
		String version = published.version().id();
		RolloutState state = desk.await(desk.rollouts(this.configuration).state(this.configuration));
		Answer nothing = nothingToDo(version, state);
		if (nothing != null) {
			return nothing;
		}
		String waits = (published.dryRun() && published.isNew()) ? "' would be published and wait"
				: "' is published and waits";
		return Answer.of(Status.CONFLICT, Failures.sentence(refusal) + ". '" + version + waits).with("started", false);
	}

	private @Nullable Answer nothingToDo(String version, RolloutState state) {
		if (state.phase().isActive() && Objects.equals(state.candidate(), version)) {
			return Answer
				.done("The rollout of '" + version + "' of '" + this.configuration + "' is under way already ("
						+ StatusText.phase(state) + "): nothing to do")
				.with("started", false);
		}
		if (isStable(version, state)) {
			return Answer
				.done("'" + version + "' is the stable version of '" + this.configuration + "' already: nothing to do")
				.with("started", false);
		}
		return null;
	}

}
