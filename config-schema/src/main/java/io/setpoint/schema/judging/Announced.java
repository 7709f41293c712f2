package io.setpoint.schema.judging;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.setpoint.rollout.FleetMember;
import io.setpoint.store.KeyValue;

/**
 * The plain locations that live instances import.
 *
 * @param schemas the keys of the schemas of the builds that import them, by the prefixes
 * of the locations
 * @since 0.1.0
 */
public record Announced(Map<String, Set<String>> schemas) {

	/**
	 * Find out what instances say.
	 * @param schemaRoot the root of the schemas
	 * @param fleets the prefix of all fleets
	 * @param entries the entries of all live instances
	 * @return the locations
	 */
	static Announced of(String schemaRoot, String fleets, List<KeyValue> entries) {
		Map<String, Set<String>> schemas = new TreeMap<>();
		KnownSchemas.members(entries).forEach((key, member) -> {
			int end = key.indexOf('/', fleets.length());
			if (end > 0) {
				String schema = schemaRoot + key.substring(fleets.length(), end + 1);
				member.locations().forEach((location) -> add(schemas, location, schema, member));
			}
		});
		return new Announced(schemas);
	}

	private static void add(Map<String, Set<String>> schemas, String location, String schema, FleetMember member) {
		Set<String> keys = schemas.computeIfAbsent(location, (prefix) -> new TreeSet<>());
		if (member.build() != null) {
			keys.add(schema + member.build());
		}
	}

	/**
	 * Return the location that a key is part of.
	 * @param key the whole key
	 * @return the prefix of the narrowest location that somebody imports, empty if nobody
	 * imports any
	 */
	public Optional<String> locationOf(String key) {
		return this.schemas.keySet().stream().filter(key::startsWith).max(Comparator.comparingInt(String::length));
	}

}
