package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.binding.Blame;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.Contents;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.Extent;
import io.setpoint.document.LocationContent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Finds out what would come of changes, off to the side.
 *
 * @param accepted the accepted contents
 * @param index which types read what
 * @param binding binds a type against contents
 */
record Evaluation(Map<String, LocationContent> accepted, TypeIndex index, Candidate.Binding binding) {

	/**
	 * Parse, map, diff, bind and validate. Whatever fails on the way is part of the
	 * outcome.
	 * @param changes the changes to try
	 * @return the candidate
	 */
	Candidate of(Changes changes) {
		return of(changes, Map.of());
	}

	/**
	 * Do the same, without binding again what is refused for what has been blamed before.
	 * @param changes the changes to try
	 * @param standing the refusals that stand for as long as the blame holds
	 * @return the candidate
	 */
	Candidate of(Changes changes, Map<BoundType, Refused> standing) {
		Reading reading = new Reading();
		try {
			reading.read(changes);
			Map<BoundType, Outcome> outcomes = new LinkedHashMap<>();
			this.index.readersOf(reading.names)
				.forEach((type) -> outcomes.put(type, outcome(type, reading.contents, standing.get(type))));
			return new Candidate(changes, reading.contents, reading.names, reading.reach(changes), reading.documents,
					reading.crowded, reading.warnings, outcomes, null);
		}
		catch (Throwable ex) {
			Reach reach = reading.complete ? reading.reach(changes) : knownReach(changes);
			return Candidate.failed(changes, this.accepted, reach, ex);
		}
	}

	private Outcome outcome(BoundType type, Map<String, LocationContent> contents, @Nullable Refused standing) {
		if (standing != null && standing.blame() != null && standing.blame().holds(Contents.of(contents))) {
			return standing;
		}
		return this.binding.bind(type, contents);
	}

	/**
	 * Return whether changes may make a difference to what is blamed, now or together
	 * with others that are pending. What may refer to something else, or stand for
	 * another text, is not told apart.
	 * @param blame what is blamed
	 * @param changes the changes
	 * @param reach what they have to do with
	 * @return {@code false} if a refusal stands after them because it has stood before
	 */
	boolean isTouched(Blame blame, Changes changes, Reach reach) {
		return blame.isTouchedBy(changes.keys(), reach.names()) || changes.isAnyValueIndirect()
				|| changes.byPrefix()
					.entrySet()
					.stream()
					.anyMatch((entry) -> isTouchedByAccepted(blame, entry.getKey(), entry.getValue().keySet()));
	}

	private boolean isTouchedByAccepted(Blame blame, String prefix, Set<String> keys) {
		LocationContent content = this.accepted.get(prefix);
		return content != null && keys.stream().anyMatch((key) -> blame.isTouchedBy(Set.of(), content.names(key)));
	}

	/**
	 * Return what changes have to do with.
	 * @param changes the changes
	 * @return their reach
	 */
	Reach reach(Changes changes) {
		try {
			Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
			changes.byPrefix().forEach((prefix, byKey) -> {
				LocationContent content = this.accepted.get(prefix);
				if (content != null) {
					names.addAll(content.contributed(byKey.values()));
				}
			});
			return Reach.of(changes.keys(), names, this.index.readersOf(names));
		}
		catch (Throwable ex) {
			return knownReach(changes);
		}
	}

	/**
	 * Return what is known of changes that cannot be read: what their keys contribute so
	 * far, and what they are called after.
	 * @param changes the changes
	 * @return their reach
	 */
	private Reach knownReach(Changes changes) {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		changes.byPrefix().forEach((prefix, byKey) -> {
			LocationContent content = this.accepted.get(prefix);
			if (content != null) {
				byKey.keySet().forEach((key) -> {
					names.addAll(content.names(key));
					names.add(content.place(key));
				});
			}
		});
		return Reach.of(changes.keys(), names, this.index.readersOf(names));
	}

	/**
	 * Changes in terms of contents and names.
	 */
	private final class Reading {

		private final Map<String, LocationContent> contents = new HashMap<>(Evaluation.this.accepted);

		private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

		private final Set<ConfigurationPropertyName> contributed = new LinkedHashSet<>();

		private final Map<String, String> documents = new LinkedHashMap<>();

		private final Map<String, Extent> crowded = new HashMap<>();

		private final List<String> warnings = new ArrayList<>();

		private boolean complete;

		void read(Changes changes) {
			changes.byPrefix().forEach((prefix, byKey) -> {
				LocationContent before = this.contents.get(prefix);
				if (before != null) {
					add(before, before.with(byKey.values()));
				}
			});
			this.complete = true;
		}

		private void add(LocationContent before, LocationContent.Update update) {
			this.contents.put(before.prefix(), update.content());
			if (update.crowded()) {
				this.crowded.put(before.prefix(), before.extent());
			}
			this.names.addAll(update.changed());
			this.contributed.addAll(update.contributed());
			update.warnings().forEach((warning) -> this.warnings.add(warning.toString()));
			update.problems().forEach((problem) -> {
				this.documents.put(problem.key(), problem.toString());
				this.contributed.addAll(before.names(problem.key()));
			});
		}

		Reach reach(Changes changes) {
			this.contributed.addAll(this.names);
			return Reach.of(changes.keys(), this.contributed, Evaluation.this.index.readersOf(this.contributed));
		}

	}

}
