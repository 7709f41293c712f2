package io.setpoint.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Publishes in one environment what is in another one.
 */
@Command(name = "copy", description = "publishes a version of one context in another one")
final class CopyCommand implements Task {

	@Parameters(paramLabel = "CONFIGURATION",
			description = "CONFIGURATION, for its stable version, or CONFIGURATION@VERSION")
	private String source = "";

	@Option(names = "--from", required = true, paramLabel = "CONTEXT", description = "where it is")
	private String from = "";

	@Option(names = "--to", required = true, paramLabel = "CONTEXT", description = "where it is to be")
	private String to = "";

	@Mixin
	private Judging judging = new Judging();

	@Mixin
	private Author author = new Author();

	@Override
	public Answer perform(Desk desk) {
		int at = this.source.indexOf('@');
		String configuration = (at < 0) ? this.source : this.source.substring(0, at);
		try (Desk there = desk.at(this.from); Desk here = desk.at(this.to)) {
			Version version = Reference.version(configuration, (at < 0) ? "" : this.source.substring(at + 1), there);
			VersionSummary existing = existing(here, configuration, version);
			if (existing != null) {
				return Answer
					.done("'" + this.to + "' has it already as version '" + existing.id() + "' of '" + configuration
							+ "': nothing to do")
					.with("published", false)
					.with("version", existing.id());
			}
			Publication.Outcome outcome = Publication.publish(here, configuration, copy(configuration, version, desk),
					this.author, this.judging);
			return Answer.done(outcome.sentence(configuration) + " in '" + this.to + "'")
				.with("published", outcome.isNew())
				.with("version", outcome.version().id());
		}
	}

	private static @Nullable VersionSummary existing(Desk desk, String configuration, Version version) {
		Optional<VersionSummary> same = desk.await(desk.rollouts(configuration).versions(configuration))
			.stream()
			.filter((other) -> other.digest().equals(version.digest()))
			.findFirst();
		return same.orElse(null);
	}

	private NewVersion copy(String configuration, Version version, Desk desk) {
		Map<String, String> tags = new LinkedHashMap<>(version.tags());
		tags.put("copied-from", this.from + "/" + configuration + "@" + version.id());
		return new NewVersion(version.id(), this.author.by(desk.outside()), version.description(), tags,
				version.document());
	}

}
