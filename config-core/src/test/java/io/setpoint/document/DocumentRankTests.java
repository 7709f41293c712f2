package io.setpoint.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.setpoint.store.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of several keys gives a property. Run with {@code -Dsetpoint.seed=...} to replay,
 * with {@code -Dsetpoint.runs=...} for more.
 */
class DocumentRankTests {

	private static final String[] FOLDERS = { "", "a/", "z/", "m/", "a/b/", "z/b/", "b/", "0/", "l/0/" };

	private static final String[] FILES = { "application", "a", "b", "z", "0", "a.b", "a-b", "aB", "l" };

	private static final String[] EXTENSIONS = { ".yaml", ".yml", ".json", ".properties" };

	private static final String[] NAMES = { "a", "b", "z", "m", "l", "a-b" };

	private static final int RUNS = Integer.getInteger("setpoint.runs", 500);

	private final long seed = Long.getLong("setpoint.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			eu.tax.rate     | eu/tax/rate         | winner                | eu/tax.yaml         | rate: loser
			eu.pricing.rate | eu/pricing.yaml     | rate: winner          | eu/application.yaml | pricing.rate: loser
			eu.rate         | eu/application.yaml | rate: winner          | application.yaml    | eu.rate: loser
			pricing.rate    | pricing.yaml        | rate: winner          | application.yaml    | pricing.rate: loser
			a.rate          | a.yaml              | rate: winner          | application.yaml    | a.rate: loser
			zone.rate       | zone.yaml           | rate: winner          | application.yaml    | zone.rate: loser
			eu.tax.rate     | eu.tax.yaml         | rate: winner          | eu/application.yaml | tax.rate: loser
			eu.rate         | eu/application.yaml | rate: winner          | eu.yaml             | rate: loser
			eu.tax.rate     | eu/tax.yaml         | rate: winner          | eu.tax.yaml         | rate: loser
			pricing.rate    | pricing.json        | {"rate": "winner"}    | pricing.yaml        | rate: loser
			eu[0].rate      | eu/0.yaml           | rate: winner          | eu.yaml             | '"[0].rate": loser'
			""")
	void keyThatIsNamedFirstWinsWhateverTheAlphabet(String property, String winner, String document, String loser,
			String other) {
		LocationContent content = Contents.of(loser, other, winner, document);
		assertThat(Contents.properties(content)).containsEntry(property, "winner").doesNotContainValue("loser");
	}

	@Test
	void placeAmongThePropertyNamesDecidesBeforePathAndAlphabet() {
		Map<String, String> keys = new TreeMap<>();
		LocationContent content = Contents.empty();
		for (int round = 1; round <= RUNS; round++) {
			List<Change> changes = new ArrayList<>();
			for (int i = this.random.nextInt(3); i >= 0; i--) {
				changes.add(change(keys, round));
			}
			content = content.with(changes).content();
			assertThat(Contents.properties(content)).as("seed %d round %d with %s", this.seed, round, keys)
				.containsExactlyInAnyOrderEntriesOf(expected(keys));
		}
	}

	private Change change(Map<String, String> keys, int round) {
		String folder = pick(FOLDERS);
		boolean leaf = this.random.nextInt(4) == 0;
		String key = folder + (leaf ? pick(NAMES) : pick(FILES) + pick(EXTENSIONS));
		if (this.random.nextInt(3) == 0) {
			keys.remove(key);
			return Contents.delete(key, round);
		}
		String property = leaf ? "" : property();
		keys.put(key, property);
		return Contents.put(key, value(key, property), round);
	}

	private String property() {
		String property = pick(NAMES);
		while (this.random.nextBoolean()) {
			property += "." + pick(NAMES);
		}
		return property;
	}

	/**
	 * A value says which key it is of.
	 */
	private static String value(String key, String property) {
		if (property.isEmpty()) {
			return key;
		}
		return switch (key.substring(key.lastIndexOf('.'))) {
			case ".json" -> "{\"" + property + "\": \"" + key + "\"}";
			case ".properties" -> property + "=" + key;
			default -> property + ": " + key;
		};
	}

	private static Map<String, Object> expected(Map<String, String> keys) {
		Map<String, List<Candidate>> candidates = new LinkedHashMap<>();
		keys.forEach((key, property) -> {
			Candidate candidate = Candidate.of(key, property);
			candidates.computeIfAbsent(candidate.uniform(), (name) -> new ArrayList<>()).add(candidate);
		});
		Map<String, Object> winners = new LinkedHashMap<>();
		candidates.values().forEach((all) -> {
			Candidate winner = all.stream().min(Candidate.RANK).orElseThrow();
			winners.put(winner.name(), winner.key());
		});
		return winners;
	}

	private String pick(String[] choice) {
		return choice[this.random.nextInt(choice.length)];
	}

	/**
	 * The rule, written down once more and as simply as it is said.
	 *
	 * @param key the key without the prefix of its location
	 * @param name the property in Boot's canonical form
	 * @param leaf whether it is a key for one property
	 * @param nesting how deep in the property names its document is nested
	 */
	private record Candidate(String key, String name, boolean leaf, int nesting) {

		static final Comparator<Candidate> RANK = Comparator.comparing((Candidate candidate) -> !candidate.leaf)
			.thenComparing((candidate) -> -candidate.nesting)
			.thenComparing((candidate) -> -candidate.key.chars().filter((character) -> character == '/').count())
			.thenComparing(Candidate::key);

		static Candidate of(String key, String property) {
			boolean leaf = property.isEmpty();
			String path = leaf ? key : key.substring(0, key.lastIndexOf('.'));
			String nested = path.equals("application") ? "" : path.replaceFirst("/application$", "");
			List<String> elements = new ArrayList<>();
			for (String element : nested.split("[/.]")) {
				if (!element.isEmpty()) {
					elements.add(element);
				}
			}
			int nesting = elements.size();
			elements.addAll(List.of(property.split("\\.")));
			StringBuilder name = new StringBuilder();
			for (String element : elements) {
				if (!element.isEmpty()) {
					name.append(element.matches("\\d+") ? "[" + element + "]"
							: ((name.isEmpty()) ? "" : ".") + element.toLowerCase());
				}
			}
			return new Candidate(key, name.toString(), leaf, nesting);
		}

		String uniform() {
			return this.name.replace("-", "");
		}

	}

}
