package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Changes plain keys as they were read, together or not at all.
 */
final class KeyChange {

	@Option(names = "--revision", paramLabel = "N",
			description = "the revision that wrote the keys last, as you have seen it; 0 for keys that must not be there")
	private @Nullable Long revision;

	@Option(names = "--location", paramLabel = "etcd:/path/",
			description = "the location that the keys are part of (default: the first two segments of the key)")
	private @Nullable String location;

	@Mixin
	private Judging judging = new Judging();

	/**
	 * Put values.
	 * @param desk has etcd
	 * @param values the values by key
	 * @param author who puts them
	 * @return the answer
	 */
	Answer put(Desk desk, Map<String, String> values, Author author) {
		Map<String, KeyValue> present = read(desk, List.copyOf(values.keySet()));
		Map<String, Map<String, String>> byLocation = new TreeMap<>();
		Batch batch = new Batch();
		values.forEach((key, text) -> {
			byte[] value = text.getBytes(StandardCharsets.UTF_8);
			byLocation.computeIfAbsent(locationOf(key), (name) -> new TreeMap<>()).put(key, text);
			KeyValue entry = present.get(key);
			batch.put(key, value, (entry != null) ? entry.modRevision() : 0);
		});
		Set<String> levels = new LinkedHashSet<>();
		byLocation
			.forEach((prefix, keys) -> levels.addAll(this.judging.keys(desk, prefix, keys, Set.of(), author).levels()));
		return write(desk, batch, author.isDryRun(), levels);
	}

	Answer delete(Desk desk, List<String> keys, Author author) {
		Map<String, KeyValue> present = read(desk, keys);
		Batch batch = new Batch();
		present.values().forEach(batch::delete);
		if (batch.isEmpty()) {
			return Answer.done("There is nothing to delete: no such key is there").with("changes", List.of());
		}
		Map<String, Set<String>> byLocation = new TreeMap<>();
		present.keySet()
			.forEach((key) -> byLocation.computeIfAbsent(locationOf(key), (name) -> new TreeSet<>()).add(key));
		Set<String> levels = new LinkedHashSet<>();
		byLocation
			.forEach((prefix, gone) -> levels.addAll(this.judging.keys(desk, prefix, Map.of(), gone, author).levels()));
		return write(desk, batch, author.isDryRun(), levels);
	}

	private String locationOf(String key) {
		String prefix = (this.location != null) ? KeyPath.location(this.location) : KeyPath.locationOf(key);
		if (!key.startsWith(prefix)) {
			throw RefusedException.usage("'" + key + "' is not below '" + prefix + "'");
		}
		return prefix;
	}

	private Map<String, KeyValue> read(Desk desk, List<String> keys) {
		Image image = desk.read(keys.toArray(String[]::new));
		Map<String, KeyValue> present = new TreeMap<>();
		for (String key : keys) {
			image.entries(key).forEach((entry) -> present.put(key, entry));
			KeyValue entry = present.get(key);
			long seen = (entry != null) ? entry.modRevision() : 0;
			if (this.revision != null && this.revision != seen) {
				throw RefusedException.conflict("'" + key + "' was changed: "
						+ ((seen == 0) ? "it is not there" : "revision " + seen + " wrote it last") + ", not "
						+ this.revision + ". Look again and decide anew");
			}
		}
		return present;
	}

	private static Answer write(Desk desk, Batch batch, boolean dryRun, Set<String> levels) {
		List<String> lines = batch.lines();
		if (batch.parts() > 1) {
			throw RefusedException.usage("So many keys, or such large values, do not fit into one transaction of etcd:"
					+ " change fewer at once, or use 'setpoint import'");
		}
		if (dryRun) {
			return Answer.done("").with("changes", batch.json()).with("dryRun", true).showing(lines);
		}
		long revision = batch.write(desk);
		return Answer
			.done("Wrote " + Keys.count(lines.size()) + " (revision " + revision + "), as judged by "
					+ String.join(", ", levels))
			.with("changes", batch.json())
			.with("levels", List.copyOf(levels))
			.with("revision", revision)
			.showing(lines);
	}

}
