package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
			description = "the location that the keys are part of (default: the one that a live instance imports, else the first two segments of the key)")
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
		Batch batch = new Batch();
		values.forEach((key, text) -> {
			KeyValue entry = present.get(key);
			batch.put(key, text.getBytes(StandardCharsets.UTF_8), (entry != null) ? entry.modRevision() : 0);
		});
		return write(desk, batch, author.isDryRun(),
				this.judging.keys(desk, locations(desk, values.keySet()), values, Set.of(), author));
	}

	Answer delete(Desk desk, List<String> keys, Author author) {
		Map<String, KeyValue> present = read(desk, keys);
		Batch batch = new Batch();
		present.values().forEach(batch::delete);
		if (batch.isEmpty()) {
			return Answer.done("There is nothing to delete: no such key is there").with("changes", List.of());
		}
		Set<String> gone = present.keySet();
		return write(desk, batch, author.isDryRun(),
				this.judging.keys(desk, locations(desk, gone), Map.of(), gone, author));
	}

	private Set<String> locations(Desk desk, Collection<String> keys) {
		if (this.location == null) {
			return desk.locationsOf(keys);
		}
		String prefix = KeyPath.location(this.location);
		keys.stream().filter((key) -> !key.startsWith(prefix)).findFirst().ifPresent((key) -> {
			throw RefusedException.usage("'" + key + "' is not below '" + prefix + "'");
		});
		return Set.of(prefix);
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

	private static Answer write(Desk desk, Batch batch, boolean dryRun, Judgement judgement) {
		List<String> lines = batch.lines();
		if (batch.parts() > 1) {
			throw RefusedException.usage("So many keys, or such large values, do not fit into one transaction of etcd:"
					+ " change fewer at once, or use 'setpoint import'");
		}
		if (dryRun) {
			return judgement.in(Answer.done("").with("changes", batch.json()).with("dryRun", true)).showing(lines);
		}
		long revision = batch.write(desk);
		return judgement
			.in(Answer
				.done("Wrote " + Keys.count(lines.size()) + " (revision " + revision + "), " + judgement.sentence())
				.with("changes", batch.json())
				.with("revision", revision))
			.showing(lines);
	}

}
