package io.setpoint.acceptance;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Tries an entry in place of all that a location shows, or changes, with the real types
 * and beside everything else that is accepted, without letting anybody see it.
 *
 * @since 0.1.0
 */
public final class Rehearsal {

	private final Decisions decisions;

	Rehearsal(Decisions decisions) {
		this.decisions = decisions;
	}

	/**
	 * Try an entry.
	 * @param prefix the prefix of the location
	 * @param entry the entry
	 * @return every problem, a sentence each, without values; empty if it could be
	 * accepted
	 */
	public List<String> problems(String prefix, KeyValue entry) {
		return this.decisions.consider((accepted) -> candidate(accepted, prefix, entry).problems());
	}

	/**
	 * Try an entry, and tell all that would come of it.
	 * @param prefix the prefix of the location
	 * @param entry the entry
	 * @return what would come of it
	 */
	public Rehearsed rehearse(String prefix, KeyValue entry) {
		return this.decisions.consider((accepted) -> Rehearsed.of(candidate(accepted, prefix, entry)));
	}

	/**
	 * Try changes of plain locations, and tell all that would come of them.
	 * @param changes the changes by the prefixes of their locations
	 * @return what would come of them
	 */
	public Rehearsed rehearse(Map<String, List<Change>> changes) {
		return this.decisions.consider((accepted) -> Rehearsed.of(candidate(accepted, changes)));
	}

	/**
	 * Try an entry, and find out what it says in vain.
	 * @param prefix the prefix of the location
	 * @param entry the entry
	 * @return the properties of it that no type reads
	 */
	public Set<ConfigurationPropertyName> unread(String prefix, KeyValue entry) {
		return this.decisions
			.consider((accepted) -> unread(accepted, candidate(accepted, prefix, entry), prefix, List.of(entry.key())));
	}

	/**
	 * Try changes of plain locations, and find out what they say in vain.
	 * @param changes the changes by the prefixes of their locations
	 * @return the properties that they set and no type reads
	 */
	public Set<ConfigurationPropertyName> unread(Map<String, List<Change>> changes) {
		return this.decisions.consider((accepted) -> {
			Candidate candidate = candidate(accepted, changes);
			Set<ConfigurationPropertyName> unread = new LinkedHashSet<>();
			changes.forEach((prefix, own) -> unread
				.addAll(unread(accepted, candidate, prefix, own.stream().map(Change::key).toList())));
			return unread;
		});
	}

	private Set<ConfigurationPropertyName> unread(Evaluation accepted, Candidate candidate, String prefix,
			List<String> keys) {
		LocationContent content = candidate.contents().get(prefix);
		if (content == null) {
			return Set.of();
		}
		UnreadNames unread = new UnreadNames(candidate.outcomes(), this.decisions.publication(), accepted.index());
		return unread.among(keys.stream().flatMap((key) -> content.names(key).stream()).toList());
	}

	private static Candidate candidate(Evaluation accepted, Map<String, List<Change>> changes) {
		return accepted.of(Changes.of(new Proposal(0, Proposal.Kind.REVISION, changes)));
	}

	private static Candidate candidate(Evaluation accepted, String prefix, KeyValue entry) {
		return accepted.of(ShownVariations.replacing(accepted.accepted(), prefix, entry));
	}

}
