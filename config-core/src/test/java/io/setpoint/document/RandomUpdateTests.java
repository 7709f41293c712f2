package io.setpoint.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.setpoint.document.LocationContent.Update;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds contents that many updates made against contents made at once. Run with
 * {@code -Dsetpoint.seed=...} to replay, with {@code -Dsetpoint.runs=...} for more.
 */
class RandomUpdateTests {

	private static final String[] LEAVES = { "a/b", "a/B", "a/c", "a", "a/list/0", "a/list/1", "a/list/2/x",
			"b/some-name", "b/someName", "b/c/d", "%", "b/%" };

	private static final String[] DOCUMENTS = { "application.yaml", "a.yaml", "a.json", "a/application.yaml", "b.yml",
			"b/c.yaml" };

	private static final String[] NAMES = { "a", "b", "c", "d", "list", "some-name", "someName", "x" };

	private static final int RUNS = Integer.getInteger("setpoint.runs", 400);

	private final long seed = Long.getLong("setpoint.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@Test
	void updatesGiveWhatTheirLastStateGives() {
		LocationContent content = Contents.empty();
		Map<String, KeyValue> accepted = new LinkedHashMap<>();
		List<Runnable> later = new ArrayList<>();
		for (int round = 0; round < RUNS; round++) {
			List<Change> changes = changes(round + 1);
			Update update = content.with(changes);
			Set<String> refused = new HashSet<>(update.problems().stream().map(Problem::key).toList());
			Set<ConfigurationPropertyName> contributed = contributed(accepted, changes, refused);
			changes.stream().filter((change) -> !refused.contains(change.key())).forEach((change) -> {
				accepted.remove(change.key());
				if (change instanceof Change.Put put) {
					accepted.put(change.key(), put.entry());
				}
			});
			LocationContent expected = Contents.empty()
				.with(accepted.values().stream().<Change>map(Change.Put::new).toList())
				.content();
			String when = "seed " + this.seed + " round " + round;
			assertThat(describe(update.content())).as(when).isEqualTo(describe(expected));
			Set<ConfigurationPropertyName> changed = difference(content, update.content());
			LocationContent before = content;
			later.add(() -> {
				assertThat(update.changed()).as(when).isEqualTo(changed);
				assertThat(update.contributed()).as(when).isEqualTo(contributed);
				refused.forEach((key) -> contributed.addAll(before.names(key)));
				assertThat(before.contributed(changes)).as(when).isEqualTo(contributed);
			});
			assertThat(update.content().entries()).as(when)
				.containsExactlyElementsOf(
						accepted.values().stream().sorted(Comparator.comparing(KeyValue::key)).toList());
			content = update.content();
		}
		later.forEach(Runnable::run);
	}

	/**
	 * Hold what each changed key gives alone against what it gave alone.
	 */
	private Set<ConfigurationPropertyName> contributed(Map<String, KeyValue> accepted, List<Change> changes,
			Set<String> refused) {
		Set<ConfigurationPropertyName> names = new HashSet<>();
		for (Change change : changes) {
			if (!refused.contains(change.key())) {
				KeyValue old = accepted.get(change.key());
				LocationContent before = (old != null) ? alone(new Change.Put(old)) : Contents.empty();
				names.addAll(difference(before, alone(change)));
			}
		}
		return names;
	}

	private LocationContent alone(Change change) {
		return Contents.empty().with(List.of(change)).content();
	}

	private Map<String, String> describe(LocationContent content) {
		Map<String, String> result = new LinkedHashMap<>();
		for (Slot slot : content.propertyTable().startingWith("")) {
			List<String> properties = slot.properties()
				.stream()
				.map((property) -> property.spelling() + "=" + property.value() + " " + property.origin())
				.toList();
			result.put(slot.winner().name().toString(), properties.toString());
		}
		return result;
	}

	private Set<ConfigurationPropertyName> difference(LocationContent before, LocationContent after) {
		Map<ConfigurationPropertyName, String> one = winners(before);
		Map<ConfigurationPropertyName, String> other = winners(after);
		Set<ConfigurationPropertyName> names = new HashSet<>(one.keySet());
		names.addAll(other.keySet());
		names.removeIf((name) -> one.getOrDefault(name, "").equals(other.getOrDefault(name, "")));
		return names;
	}

	private Map<ConfigurationPropertyName, String> winners(LocationContent content) {
		Map<ConfigurationPropertyName, String> result = new LinkedHashMap<>();
		for (Slot slot : content.propertyTable().startingWith("")) {
			Property winner = slot.winner();
			result.put(winner.name(), winner.spelling() + "=" + winner.value() + winner.value().getClass());
		}
		return result;
	}

	private List<Change> changes(long revision) {
		Map<String, Change> changes = new LinkedHashMap<>();
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			Change change = change(revision);
			changes.put(change.key(), change);
		}
		return new ArrayList<>(changes.values());
	}

	private Change change(long revision) {
		boolean leaf = this.random.nextBoolean();
		String key = pick(leaf ? LEAVES : DOCUMENTS);
		if (this.random.nextInt(3) == 0) {
			return Contents.delete(key, revision);
		}
		return Contents.put(key, leaf ? value() : document(0), revision);
	}

	private String document(int depth) {
		StringBuilder document = new StringBuilder("{");
		Set<String> names = new HashSet<>();
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			String name = pick(NAMES);
			if (names.add(name) || this.random.nextInt(20) == 0) {
				document.append((document.length() > 1) ? ", " : "").append('"').append(name).append("\": ");
				document.append(content(depth));
			}
		}
		return document.append('}').toString();
	}

	private String content(int depth) {
		int kind = this.random.nextInt((depth < 2) ? 6 : 3);
		return switch (kind) {
			case 3 -> document(depth + 1);
			case 4 -> "[" + value() + ", " + document(depth + 1) + "]";
			case 5 -> "[]";
			default -> value();
		};
	}

	private String value() {
		return String.valueOf(this.random.nextInt(3));
	}

	private String pick(String[] choice) {
		return choice[this.random.nextInt(choice.length)];
	}

}
