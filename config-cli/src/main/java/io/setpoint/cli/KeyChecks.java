package io.setpoint.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;
import io.setpoint.store.KeyValue;

/**
 * What is wrong with keys of a location before anybody looks at what their properties are
 * for.
 */
final class KeyChecks {

	private KeyChecks() {
	}

	/**
	 * Find out what of some keys cannot be read as properties.
	 * @param location the prefix of the location
	 * @param values the values by key
	 * @return the problems
	 */
	static List<Problem> problems(String location, Map<String, String> values) {
		List<KeyValue> entries = new ArrayList<>();
		values.forEach((key, value) -> entries.add(Reference.entry(key, value)));
		LocationContent.Update update = Reference.content(location, entries);
		List<Problem> problems = new ArrayList<>();
		update.problems().forEach((problem) -> problems.add(named(problem.key(), DocumentCheck.problem(problem))));
		update.warnings().forEach((warning) -> problems.add(named(warning.key(), DocumentCheck.problem(warning))));
		return problems;
	}

	private static Problem named(String key, Problem problem) {
		return new Problem((problem.name() != null) ? problem.name() : key, problem.line(), problem.column(),
				problem.text());
	}

}
