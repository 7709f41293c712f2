package io.setpoint.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.schema.judging.Judged;
import picocli.CommandLine.Option;

/**
 * Has something judged before it is written: read as it will be, checked by the schemas
 * of the builds, then tried by the fleet.
 */
final class Judging {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Judged UNASKED = new Judged(List.of(), List.of());

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
		Judged judged = desk.await(desk.judge().document(configuration, document, null));
		if (!judged.isRefused()) {
			judged = judged.and(fleet(desk, configuration, document, author));
		}
		return taken(desk, judged, "The document is not valid for '" + configuration + "' and nothing was written");
	}

	/**
	 * Return what publishes and starts what was judged here. The history keeps what goes
	 * on without a verdict.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @return the rollouts
	 */
	StoredRollouts rollouts(Desk desk, String configuration) {
		StoredRollouts rollouts = desk.rollouts(configuration);
		return this.unjudged ? rollouts.judgedBy(desk.trials(), PATIENCE) : rollouts;
	}

	/**
	 * Let the fleet judge a document.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @param author who asks; in a dry run it is only looked whether somebody could be
	 * asked
	 * @return what it said
	 */
	private Judged fleet(Desk desk, String configuration, String document, Author author) {
		if (this.unjudged) {
			return UNASKED;
		}
		if (author.isDryRun()) {
			return desk.await(desk.trials().withoutAsking(configuration))
				.map((verdict) -> heard(configuration, Judged.of(verdict)))
				.orElse(UNASKED);
		}
		return heard(configuration, trial(desk, configuration, document, author));
	}

	private static Judged heard(String configuration, Judged judged) {
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
		return Judged.of(desk.await(desk.trials().ask(configuration, document, author.by(desk.outside()), PATIENCE)));
	}

	/**
	 * Judge changes of plain keys that are made together.
	 * @param desk has etcd
	 * @param locations the prefixes of the locations that the keys are part of
	 * @param puts the values by key
	 * @param deletes the keys that go
	 * @param author who asks; in a dry run the fleet is not asked
	 * @return what was said
	 * @throws RefusedException if it is refused
	 */
	Judgement keys(Desk desk, Collection<String> locations, Map<String, String> puts, Set<String> deletes,
			Author author) {
		String by = (author.isDryRun() || this.unjudged) ? null : author.by(desk.outside());
		Judged judged = taken(desk, desk.await(desk.judge().keys(locations, puts, deletes, by)),
				"This is not valid for '" + String.join("', '", locations) + "' and nothing was written");
		return new Judgement(judged, locations);
	}

	private static Judged taken(Desk desk, Judged judged, String refusal) {
		judged.warnings().forEach((warning) -> desk.remark("warning: " + warning));
		if (judged.isRefused()) {
			throw new RefusedException(
					Answer.refused(refusal).because(Problem.of(judged.problems())).with("levels", judged.levels()));
		}
		return judged;
	}

}
