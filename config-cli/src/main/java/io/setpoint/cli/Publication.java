package io.setpoint.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.rollout.archive.StoredRollouts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How a document becomes a version.
 */
final class Publication {

	@Option(names = "--id", paramLabel = "VERSION", description = "id of the version (default: the day and a digest)")
	private @Nullable String id;

	@Option(names = "--description", paramLabel = "TEXT", description = "what the version is for")
	private @Nullable String description;

	@Option(names = "--tag", paramLabel = "NAME=VALUE", description = "what else is to be known of it")
	private Map<String, String> tags = Map.of();

	@Mixin
	private Judging judging = new Judging();

	Judging judging() {
		return this.judging;
	}

	/**
	 * Publish a document.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @param author who publishes it
	 * @return the answer
	 */
	Answer publish(Desk desk, String configuration, String document, Author author) {
		Outcome outcome = publish(desk, configuration, wanted(desk, document, author), author, this.judging);
		return Answer.done(outcome.sentence(configuration))
			.with("published", outcome.isNew)
			.with("levels", outcome.levels)
			.with("dryRun", author.isDryRun())
			.with("configuration", configuration)
			.with("version", outcome.version.id())
			.with("digest", outcome.version.digest());
	}

	NewVersion wanted(Desk desk, String document, Author author) {
		return new NewVersion(this.id, author.by(desk.outside()), this.description, this.tags, document);
	}

	/**
	 * Publish a document, unless it is there.
	 * @param desk has etcd
	 * @param configuration the name of the configuration
	 * @param wanted what is to be published
	 * @param author who publishes it
	 * @param judging has it judged
	 * @return the version
	 * @throws RefusedException if it is not valid
	 */
	static Outcome publish(Desk desk, String configuration, NewVersion wanted, Author author, Judging judging) {
		Configuration.check(configuration);
		StoredRollouts rollouts = judging.rollouts(desk, configuration);
		Optional<VersionSummary> existing = desk.await(rollouts.find(configuration, wanted));
		if (existing.isPresent()) {
			return new Outcome(existing.get(), false, author.isDryRun(), List.of());
		}
		List<String> levels = judging.document(desk, configuration, wanted.document(), author).levels();
		Version version = author.isDryRun() ? unpublished(desk, wanted)
				: desk.await(rollouts.publish(configuration, wanted, judging.isUnjudged()));
		return new Outcome(VersionSummary.of(version), true, author.isDryRun(), levels);
	}

	private static Version unpublished(Desk desk, NewVersion wanted) {
		return Version.of(wanted.id(), wanted.author(), wanted.description(), wanted.tags(), null,
				desk.outside().clock().instant(), wanted.document());
	}

	/**
	 * What came of a publication.
	 *
	 * @param version the version
	 * @param isNew whether it was not there before
	 * @param dryRun whether nothing was written
	 * @param levels who has judged it
	 */
	record Outcome(VersionSummary version, boolean isNew, boolean dryRun, List<String> levels) {

		String sentence(String configuration) {
			if (!this.isNew) {
				return "This is version '" + this.version.id() + "' of '" + configuration + "' already: nothing to do";
			}
			return (this.dryRun ? "Would publish version '" : "Published version '") + this.version.id() + "' of '"
					+ configuration + "'"
					+ (this.levels.isEmpty() ? "" : ", as judged by " + String.join(", ", this.levels));
		}

	}

}
