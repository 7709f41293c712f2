package io.setpoint.console.web;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.judging.KnownSchemas;
import io.setpoint.schema.judging.Readability;
import io.setpoint.schema.judging.Reader;

/**
 * Knows which values of plain keys are not shown to whoever just looks: by how they are
 * called, and by the schemas of all who read them, each for the names that its own
 * location gives.
 *
 * @param schemas what is known of properties, by the locations that somebody imports
 */
record KeySecrets(Map<String, KnownProperties> schemas) {

	static KeySecrets of(Collection<String> locations, Collection<Reader> readers) {
		Map<String, Map<String, DocumentSchema>> byLocation = new TreeMap<>();
		locations.forEach((location) -> byLocation.put(location, new LinkedHashMap<>()));
		for (Reader reader : readers) {
			Map<String, DocumentSchema> builds = byLocation.computeIfAbsent(reader.location(),
					(location) -> new LinkedHashMap<>());
			if (reader.schema() != null) {
				builds.put(reader.configuration() + "/" + builds.size(), reader.schema());
			}
		}
		Map<String, KnownProperties> schemas = new TreeMap<>();
		byLocation.forEach((location, builds) -> schemas.put(location, KnownProperties.of(builds)));
		return new KeySecrets(schemas);
	}

	/**
	 * Return whether a key is not shown.
	 * @param key the key
	 * @param text its value
	 * @return whether it is, or has in it, what is secret; of a document that cannot be
	 * read that is not known
	 */
	boolean isIn(String key, String text) {
		return Secrets.isSecret(key.substring(1).replace('/', '.'), text) || around(key).entrySet()
			.stream()
			.anyMatch((place) -> isIn(place.getKey(), place.getValue(), key, text));
	}

	private static boolean isIn(String location, KnownProperties schema, String key, String text) {
		Readability read = Readability.of(location, Map.of(key, text));
		return (KeyDraft.isDocument(key) && !read.problems().isEmpty()) || !schema.secrets(read.content()).isEmpty();
	}

	private Map<String, KnownProperties> around(String key) {
		Map<String, KnownProperties> around = new TreeMap<>(this.schemas);
		around.keySet().removeIf((location) -> !key.startsWith(location));
		if (around.isEmpty()) {
			around.put(key.substring(0, key.lastIndexOf('/') + 1), new KnownProperties(KnownSchemas.NONE));
		}
		return around;
	}

	/**
	 * Return what is known of the properties that a location gives.
	 * @param location the prefix of the location
	 * @return what is known
	 */
	KnownProperties at(String location) {
		return this.schemas.getOrDefault(location, new KnownProperties(KnownSchemas.NONE));
	}

	/**
	 * Return the secrets that keys have by another location than the one they are shown
	 * by, which gives them other names.
	 * @param location the prefix of the location that they are shown by
	 * @param values the values by key
	 * @return the secret values
	 */
	Set<String> elsewhere(String location, Map<String, String> values) {
		Set<String> secrets = new TreeSet<>();
		values.forEach((key, value) -> around(key).forEach((place, schema) -> {
			if (!place.equals(location)) {
				secrets.addAll(schema.secrets(Readability.of(place, Map.of(key, value)).content()));
			}
		}));
		return secrets;
	}

}
