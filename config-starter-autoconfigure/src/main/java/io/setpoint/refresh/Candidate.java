package io.setpoint.refresh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.LocationContent;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What the application would hold if some changes were accepted.
 *
 * @param changes the changes
 * @param contents the contents of the changed locations, by prefix
 * @param names the properties whose values differ from the accepted ones
 * @param documents why keys were refused, by key
 * @param warnings what was left out of keys that can be accepted
 * @param outcomes what came of binding the types that read the properties
 * @param types all types that the changes touch
 */
record Candidate(Changes changes, Map<String, LocationContent> contents, Set<ConfigurationPropertyName> names,
		Map<String, String> documents, List<String> warnings, Map<BoundType, Outcome> outcomes, Set<BoundType> types) {

	/**
	 * Parse, map, diff, bind and validate.
	 * @param accepted the accepted contents
	 * @param changes the changes to try
	 * @param index which types read what
	 * @param binding binds a type against contents
	 * @return the candidate
	 */
	static Candidate evaluate(Map<String, LocationContent> accepted, Changes changes, TypeIndex index,
			Binding binding) {
		Map<String, LocationContent> contents = new HashMap<>(accepted);
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		Set<ConfigurationPropertyName> touched = new LinkedHashSet<>();
		Map<String, String> documents = new LinkedHashMap<>();
		List<String> warnings = new ArrayList<>();
		changes.byPrefix().forEach((prefix, byKey) -> {
			LocationContent before = contents.get(prefix);
			if (before != null) {
				LocationContent.Update update = before.with(byKey.values());
				contents.put(prefix, update.content());
				names.addAll(update.changed());
				update.warnings().forEach((warning) -> warnings.add(warning.toString()));
				update.problems().forEach((problem) -> {
					documents.put(problem.key(), problem.toString());
					touched.addAll(before.names(problem.key()));
				});
			}
		});
		touched.addAll(names);
		Set<BoundType> types = index.readersOf(touched);
		Map<BoundType, Outcome> outcomes = new LinkedHashMap<>();
		types.forEach((type) -> outcomes.put(type, binding.bind(type, contents)));
		return new Candidate(changes, contents, names, documents, warnings, outcomes, types);
	}

	boolean isValid() {
		return this.documents.isEmpty() && this.outcomes.values().stream().noneMatch(Refused.class::isInstance);
	}

	/**
	 * Every reason for a refusal.
	 * @return the reasons, a sentence each
	 */
	List<String> problems() {
		List<String> problems = new ArrayList<>(this.documents.values());
		for (Outcome outcome : this.outcomes.values()) {
			if (outcome instanceof Refused refused) {
				problems.addAll(refused.problems());
			}
		}
		return problems;
	}

	/**
	 * Binds a type against contents.
	 */
	@FunctionalInterface
	interface Binding {

		Outcome bind(BoundType type, Map<String, LocationContent> contents);

	}

}
