package io.setpoint.schema.judging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.setpoint.schema.DocumentSchema;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;

/**
 * Who reads what lies at a path or below it: the builds that are alive say so, and of a
 * configuration of which nobody is, the newest schema does.
 *
 * @param root the root of the schemas
 * @param path a prefix of keys, or a key
 * @param announced the keys of the schemas of live builds, by the locations that they
 * import
 * @param asleep the keys of the newest schemas of configurations that have no live
 * instance
 */
record Readership(String root, String path, Map<String, Set<String>> announced, Set<String> asleep) {

	static Readership of(String root, String path, String fleets, List<KeyValue> members, Index schemas) {
		Map<String, Set<String>> announced = new HashMap<>(Announced.of(root, fleets, members).schemas());
		announced.keySet().removeIf((location) -> !isTouching(location, path));
		Map<String, Map.Entry<String, Long>> newest = new HashMap<>();
		schemas.modRevisions()
			.entrySet()
			.stream()
			.filter((entry) -> !configuration(root, entry.getKey()).isEmpty())
			.forEach((entry) -> newest.merge(configuration(root, entry.getKey()), entry,
					BinaryOperator.maxBy(Map.Entry.comparingByValue())));
		KnownSchemas.members(members).keySet().forEach((key) -> newest.remove(configuration(fleets, key)));
		Set<String> asleep = newest.values().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
		return new Readership(root, path, announced, asleep);
	}

	private static String configuration(String root, String key) {
		int end = key.indexOf('/', root.length());
		return (end < 0) ? "" : key.substring(root.length(), end);
	}

	private static boolean isTouching(String location, String path) {
		return location.startsWith(path) || path.startsWith(location);
	}

	/**
	 * Return the schemas that have a say.
	 * @return their keys
	 */
	List<String> wanted() {
		return Stream.concat(this.announced.values().stream().flatMap(Set::stream), this.asleep.stream())
			.distinct()
			.toList();
	}

	List<Reader> readers(Map<String, DocumentSchema> schemas) {
		List<Reader> readers = new ArrayList<>();
		this.announced.forEach((location, keys) -> keys
			.forEach((key) -> readers.add(new Reader(configuration(this.root, key), location, schemas.get(key)))));
		for (String key : this.asleep) {
			DocumentSchema schema = schemas.get(key);
			if (schema != null) {
				schema.locations()
					.stream()
					.filter((location) -> isTouching(location, this.path))
					.forEach((location) -> readers.add(new Reader(configuration(this.root, key), location, schema)));
			}
		}
		return readers;
	}

}
