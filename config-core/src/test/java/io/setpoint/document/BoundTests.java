package io.setpoint.document;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.setpoint.document.LocationContent.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a key may cost: that small documents do not become large, and that large
 * ones of the kind that people write are taken. What something costs is measured in what
 * it allocates.
 */
class BoundTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final long MEBIBYTE = 1024 * 1024;

	static Stream<Arguments> bombs() {
		String deep = String.join(".", Collections.nCopies(2000, "a"));
		String longName = "n".repeat(4000);
		String names = " characters together";
		return Stream.of(Arguments.arguments("deep.json", "{\"" + deep + "\": [" + list(3000) + "]}", names),
				Arguments.arguments("deep.json", "{\"" + deep + "\": 1}", "more than 100 elements"),
				Arguments.arguments("long.json", "{\"" + longName + "\": [" + list(3000) + "]}", names),
				Arguments.arguments("long.json", "{\"" + longName + "\": [" + list(20_000) + "]}", names),
				Arguments.arguments("long.json", "{\"" + longName + "\": [" + list(700_000) + "]}", names),
				Arguments.arguments("long.json", "{\"" + longName + "\": [" + "[],".repeat(3000) + "[]]}", names),
				Arguments.arguments("long.json", "{\"" + longName + "\": [" + "{\"a\":{}},".repeat(3000) + "{}]}",
						names),
				Arguments.arguments("short.json", "{\"a\": [" + list(700_000) + "]}", "more than 100000 properties"),
				Arguments.arguments("long.yaml", nested(950, 4) + "[" + list(3000) + "]", names),
				Arguments.arguments("long.yaml", "? " + longName + "\n: [" + list(20_000) + "]", names),
				Arguments.arguments("long.yaml", "? " + deep + "\n: [" + list(3000) + "]", names),
				Arguments.arguments("short.yaml", "a: [" + list(700_000) + "]", "more than 300000 names and values"),
				Arguments.arguments("merge.yaml", merged(12_000, 100), "more than 100000 merged entries"),
				Arguments.arguments("merge.yaml", mergedLists(), "more than 100000 merged entries"),
				Arguments.arguments("alias.yaml", "a: &a [" + list(3000) + "]\n" + "? " + longName + "\n: [*a, *a, *a]",
						names),
				Arguments.arguments("digits.yaml", "a: !!int " + "7".repeat(100_000), "more than 1000 digits"),
				Arguments.arguments("digits.json", "{\"a\": " + "7".repeat(1_400_000) + "}", "not valid JSON"),
				Arguments.arguments("n".repeat(4000) + ".yaml", "a: [" + list(3000) + "]", names),
				Arguments.arguments("n".repeat(4000) + ".json", "{\"a\": [" + list(3000) + "]}", names),
				Arguments.arguments("n".repeat(4000) + ".properties", lines(3000), names),
				Arguments.arguments("a/".repeat(99) + "b.properties", "a.b=1", "more than 100 elements"));
	}

	@ParameterizedTest
	@MethodSource("bombs")
	void documentThatWouldGrowIsRefusedBeforeItGrows(String key, String document, String reason) {
		byte[] value = document.getBytes(StandardCharsets.UTF_8);
		long before = allocated();
		Update update = measure(key, value);
		long cost = allocated() - before;
		assertThat(update.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.reason()).contains(reason));
		assertThat(cost).isLessThan(32 * MEBIBYTE + 256L * value.length);
	}

	@ParameterizedTest
	@MethodSource("longKeys")
	void keyThatIsTooLongForNameIsLeftOutAtOnce(String key) {
		long before = allocated();
		Update update = measure(key, new byte[] { '1' });
		assertThat(allocated() - before).isLessThan(24 * MEBIBYTE);
		assertThat(update.problems()).isEmpty();
		assertThat(update.content().propertyCount()).isZero();
		assertThat(update.warnings()).hasSize(1);
	}

	static Stream<String> longKeys() {
		return Stream.of("a/".repeat(700_000) + "a", "a.".repeat(700_000) + "a", "n".repeat(1_400_000),
				"[" + "n".repeat(1_400_000) + "]", "[a]".repeat(500_000), "a/".repeat(101) + "a",
				"a.".repeat(2000) + "a", "n".repeat(1_400_000) + ".yaml");
	}

	@Test
	void sectionsAreMergedInTimeThatGrowsWithThem() {
		String document = IntStream.range(0, 90_000)
			.mapToObj((i) -> "a%d: 1".formatted(i))
			.collect(Collectors.joining("\n---\n"));
		Update update = measure("sections.yaml", document.getBytes(StandardCharsets.UTF_8));
		assertThat(update.problems()).isEmpty();
		assertThat(update.content().propertyCount()).isEqualTo(90_000);
	}

	@Test
	void locationAsWholeIsBounded() {
		String document = " ".repeat(200_000) + "{\"" + "n".repeat(3000) + "\": [" + list(2000) + "]}";
		Update update = Contents.update(Contents.empty());
		int keys = 0;
		while (update.problems().isEmpty()) {
			update = Contents.update(update.content(), Contents.put("d" + keys + ".json", document, ++keys));
		}
		assertThat(keys).isEqualTo(3);
		assertThat(update.problems().get(0).reason()).contains("of the location would have more than 16777216");
		Update repaired = Contents.update(update.content(), Contents.delete("d0.json", 4),
				Contents.put("d2.json", document, 4));
		assertThat(repaired.problems()).isEmpty();
		assertThat(update.crowded()).isTrue();
		assertThat(update.changed()).isEmpty();
		assertThat(update.contributed()).hasSize(2000);
	}

	@Test
	void documentsAsPeopleWriteThemAreTaken() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		StringBuilder yaml = new StringBuilder();
		for (int service = 0; yaml.length() < 1_400_000; service++) {
			append(yaml, random, "service-" + service, 0);
		}
		Update update = Contents.update(Contents.empty(), Contents.put("eu/central/services.yaml", yaml.toString(), 1),
				Contents.put("application.yaml", merging(60, 20), 1),
				Contents.put("customers.json", "{\"blocked-customers\": {\"by-number\": [" + list(40_000) + "]}}", 1));
		assertThat(update.problems()).as("setpoint.seed=%s", seed).isEmpty();
		assertThat(update.content().propertyCount()).as("setpoint.seed=%s", seed).isGreaterThan(50_000);
	}

	private static void append(StringBuilder yaml, Random random, String name, int depth) {
		yaml.append("  ".repeat(depth)).append(name).append(':');
		int kind = random.nextInt(10);
		if (depth < 6 && (depth < 2 || kind < 3)) {
			yaml.append('\n');
			IntStream.range(0, 2 + random.nextInt(8))
				.forEach((i) -> append(yaml, random, word(random) + "-" + i, depth + 1));
		}
		else if (kind < 5) {
			yaml.append(" [")
				.append(list(1 + random.nextInt(10)).replace("1", "" + random.nextInt(1000, 1_000_000)))
				.append("]\n");
		}
		else {
			yaml.append(' ').append(word(random).repeat(1 + random.nextInt(4))).append('\n');
		}
	}

	private static String word(Random random) {
		return random.ints(3 + random.nextInt(8), 'a', 'z' + 1)
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
	}

	private static Update measure(String key, byte[] value) {
		return Contents.update(Contents.empty(), Contents.put(key, value, 42));
	}

	private static long allocated() {
		return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	private static String list(int size) {
		return String.join(",", Collections.nCopies(size, "1"));
	}

	private static String lines(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "a" + i + "=1").collect(Collectors.joining("\n"));
	}

	private static String nested(int length, int depth) {
		return IntStream.range(0, depth)
			.mapToObj((i) -> " ".repeat(i) + "n".repeat(length) + ":")
			.collect(Collectors.joining("\n")) + " ";
	}

	private static String merged(int entries, int times) {
		return base(entries) + IntStream.range(0, times)
			.mapToObj((i) -> "m%d: {<<: *base}\n".formatted(i))
			.collect(Collectors.joining());
	}

	private static String merging(int entries, int times) {
		return "shared:\n  " + base(entries).replace("\n", "\n  ") + "\n"
				+ IntStream.range(0, times)
					.mapToObj((i) -> "client%d:\n  <<: *base\n  own: %d\n".formatted(i, i))
					.collect(Collectors.joining());
	}

	private static String base(int entries) {
		return "base: &base {"
				+ IntStream.range(0, entries).mapToObj((i) -> "k" + i + ": 1").collect(Collectors.joining(", "))
				+ "}\n";
	}

	private static String mergedLists() {
		return base(2000) + "list: &list [*base, *base, *base, *base, *base, *base, *base, *base]\n"
				+ IntStream.range(0, 60)
					.mapToObj((i) -> "m%d: {<<: *list}\n".formatted(i))
					.collect(Collectors.joining());
	}

}
