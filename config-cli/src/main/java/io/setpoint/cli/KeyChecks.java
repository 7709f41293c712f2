package io.setpoint.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;
import io.setpoint.store.KeyValue;

/**
 * What is wrong with keys of a location before they are written.
 */
final class KeyChecks {

	private KeyChecks() {
	}

	/**
	 * Check that keys can be read as properties.
	 * @param desk has etcd
	 * @param location the prefix of the location
	 * @param values the values by key
	 * @throws RefusedException if not
	 */
	static void check(Desk desk, String location, Map<String, byte[]> values) {
		List<KeyValue> entries = new ArrayList<>();
		values.forEach((key, value) -> entries.add(new KeyValue(key, value, 0, 0)));
		LocationContent.Update update = Reference.content(location, entries);
		List<Problem> problems = new ArrayList<>();
		update.problems().forEach((problem) -> problems.add(named(problem.key(), DocumentCheck.problem(problem))));
		update.warnings().forEach((warning) -> problems.add(named(warning.key(), DocumentCheck.problem(warning))));
		if (!problems.isEmpty()) {
			throw RefusedException.refused("These keys would not be read as configuration, and nothing was written",
					problems);
		}
	}

	private static Problem named(String key, Problem problem) {
		return new Problem((problem.name() != null) ? problem.name() : key, problem.line(), problem.column(),
				problem.text());
	}

}
