package io.setpoint.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import picocli.CommandLine.Option;

/**
 * Has something judged before it is written: read as it will be, checked by the schemas
 * of the builds, then tried by the fleet.
 */
final class Judging {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String FLEET = "fleet";

	@Option(names = "--unjudged", description = "go on without the verdict of the fleet, as where nobody is alive yet")
	private boolean unjudged;

	boolean isUnjudged() {
		return this.unjudged;
	}

	/**
	 * Judge a document.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @param author who asks; in a dry run the fleet is not asked
	 * @return what was said
	 * @throws RefusedException if it is refused
	 */
	Judged document(Desk desk, String configuration, String document, Author author) {
		Judged judged = new Judged(List.of("document"), DocumentCheck.of(document).problems(), List.of());
		if (!judged.isRefused()) {
			judged = judged.and(new SchemaJudge(Schemas.of(desk, configuration)).document(document));
		}
		if (!judged.isRefused() && !author.isDryRun()) {
			judged = judged.and(fleet(desk, configuration, document, author));
		}
		judged.remarks().forEach((remark) -> desk.remark("warning: " + remark));
		if (judged.isRefused()) {
			throw refused("The document is not valid for '" + configuration + "' and nothing was written", judged);
		}
		return judged;
	}

	/**
	 * Return what publishes and starts what was judged here. The history keeps what goes
	 * on without a verdict.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @return the rollouts
	 */
	Rollouts rollouts(Desk desk, String configuration) {
		StoredRollouts rollouts = desk.rollouts(configuration);
		return this.unjudged ? rollouts.judgedBy(trials(desk), PATIENCE) : rollouts;
	}

	/**
	 * Let the fleet judge a document.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @param author who asks
	 * @return what it said
	 */
	Judged fleet(Desk desk, String configuration, String document, Author author) {
		if (this.unjudged) {
			return new Judged(List.of(), List.of(), List.of());
		}
		Judged judged = trial(desk, configuration, document, author);
		if (judged.levels().isEmpty()) {
			throw RefusedException.refused("Nobody is alive who could judge this for '" + configuration
					+ "', so nothing was written: start an instance, or say --unjudged");
		}
		return judged;
	}

	/**
	 * Ask the fleet what it would do with a document.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @param author who asks
	 * @return what it said; nobody has judged if nobody is alive
	 */
	static Judged trial(Desk desk, String configuration, String document, Author author) {
		return judged(desk.await(trials(desk).ask(configuration, document, author.by(desk.outside()), PATIENCE)));
	}

	/**
	 * Judge changes of plain keys.
	 * @param desk has etcd
	 * @param location the prefix of the location
	 * @param puts the values by key
	 * @param deletes the keys that go
	 * @param author who asks; in a dry run the fleet is not asked
	 * @return what was said
	 * @throws RefusedException if it is refused
	 */
	Judged keys(Desk desk, String location, Map<String, String> puts, Set<String> deletes, Author author) {
		Judged judged = new Judged(List.of("document"), KeyChecks.problems(location, puts), List.of());
		if (!judged.isRefused()) {
			judged = judged.and(new SchemaJudge(Schemas.ofLocation(desk, location)).keys(location, puts));
		}
		if (!judged.isRefused() && !author.isDryRun() && !this.unjudged) {
			FleetVerdict verdict = desk
				.await(trials(desk).ask(new KeyChanges(puts, deletes), author.by(desk.outside()), PATIENCE));
			judged = judged.and(judged(verdict));
		}
		judged.remarks().forEach((remark) -> desk.remark("warning: " + remark));
		if (judged.isRefused()) {
			throw refused("This is not valid for '" + location + "' and nothing was written", judged);
		}
		return judged;
	}

	private static Trials trials(Desk desk) {
		return new Trials(desk.store(), desk.keys(), Pauses.on(Runnable::run), desk.outside().clock());
	}

	private static Judged judged(FleetVerdict verdict) {
		List<Problem> said = verdict.builds().stream().flatMap(Judging::problems).toList();
		List<Problem> others = verdict.problems().stream().skip(said.size()).map(Problem::of).toList();
		return new Judged(verdict.isUnjudged() ? List.of() : List.of(FLEET),
				Stream.concat(said.stream(), others.stream()).toList(), List.of());
	}

	private static Stream<Problem> problems(BuildVerdict verdict) {
		String build = "build " + verdict.build().substring(0, Math.min(12, verdict.build().length()));
		if (verdict.outcome() == BuildVerdict.Outcome.ACCEPTED) {
			return Stream.empty();
		}
		if (verdict.outcome() != BuildVerdict.Outcome.REFUSED) {
			return Stream.of(Problem.of(build + " has not judged: " + verdict.reason()));
		}
		return verdict.problems()
			.stream()
			.map((problem) -> new Problem(problem.name(), problem.line(), problem.column(),
					build + " refuses it: " + problem.sentence()));
	}

	private static RefusedException refused(String message, Judged judged) {
		return new RefusedException(Answer.refused(message).because(judged.problems()).with("levels", judged.levels()));
	}

}
