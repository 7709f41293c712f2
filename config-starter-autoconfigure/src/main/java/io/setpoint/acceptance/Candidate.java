package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.Extent;
import io.setpoint.document.LocationContent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What the application would hold if some changes were accepted.
 *
 * @param changes the changes
 * @param contents the contents of all locations, by prefix
 * @param names the properties whose values differ from the accepted ones
 * @param reach what the changes have to do with
 * @param documents why keys were refused, by key
 * @param crowded what the locations hold that had no room for a key, by prefix
 * @param warnings what was left out of keys that can be accepted
 * @param outcomes what came of binding the types that read the properties
 * @param failure what kept the changes from being evaluated, {@code null} if nothing did
 */
record Candidate(Changes changes, Map<String, LocationContent> contents, Set<ConfigurationPropertyName> names,
		Reach reach, Map<String, String> documents, Map<String, Extent> crowded, List<String> warnings,
		Map<BoundType, Outcome> outcomes, @Nullable Throwable failure) {

	/**
	 * Return a candidate that could not be evaluated, which is no refusal.
	 * @param changes the changes
	 * @param contents the accepted contents
	 * @param reach what the changes have to do with, as far as that is known
	 * @param failure what happened
	 * @return the candidate
	 */
	static Candidate failed(Changes changes, Map<String, LocationContent> contents, Reach reach, Throwable failure) {
		return new Candidate(changes, contents, Set.of(), reach, Map.of(), Map.of(), List.of(), Map.of(), failure);
	}

	boolean isValid() {
		return this.failure == null && this.documents.isEmpty()
				&& this.outcomes.values().stream().noneMatch(Refused.class::isInstance);
	}

	/**
	 * Return whether this is refused for what others were refused for before, without
	 * having been bound again.
	 * @param standing the refusals that stood
	 * @return whether there may be more that is wrong
	 */
	boolean isRefusedFor(Map<BoundType, Refused> standing) {
		return standing.entrySet().stream().anyMatch((entry) -> this.outcomes.get(entry.getKey()) == entry.getValue());
	}

	/**
	 * Every reason for a refusal.
	 * @return the reasons, a sentence each
	 */
	List<String> problems() {
		if (this.failure != null) {
			return List.of("it could not be evaluated, " + this.failure.getClass().getSimpleName()
					+ "; it is tried again by itself");
		}
		List<String> problems = new ArrayList<>(this.documents.values());
		for (Outcome outcome : this.outcomes.values()) {
			if (outcome instanceof Refused refused) {
				problems.addAll(refused.problems());
			}
		}
		return problems;
	}

	/**
	 * Return the names that the types' placeholders asked for: a change of one of them
	 * may be the repair.
	 * @return the names
	 */
	Set<ConfigurationPropertyName> references() {
		Set<ConfigurationPropertyName> references = new HashSet<>();
		this.outcomes.values().forEach((outcome) -> references.addAll(outcome.references()));
		return references;
	}

	/**
	 * Binds a type against contents.
	 */
	@FunctionalInterface
	interface Binding {

		Outcome bind(BoundType type, Map<String, LocationContent> contents);

	}

}
