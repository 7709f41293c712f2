package io.setpoint.configdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which place the locations of etcd have among the property sources: that of a file which
 * is imported in their stead. Run with {@code -Dsetpoint.seed=...} to replay, with
 * {@code -Dsetpoint.runs=...} for more.
 */
class ImportOrderTests {

	private static final Pattern FILE = Pattern.compile("/([^/\\]]+)\\.yaml]");

	private static final String[] FILES = { "application", "application-live", "application-eu", "other",
			"other-live" };

	private static final int RUNS = Integer.getInteger("setpoint.runs", 60);

	private final long seed = Long.getLong("setpoint.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@TempDir
	private Path folder;

	@Test
	void locationsAreWhereSpringBootPutsFiles() throws IOException {
		for (int round = 0; round < RUNS; round++) {
			Map<String, List<String>> imports = imports();
			String profiles = List.of("", "live", "eu", "eu,live", "live,eu").get(this.random.nextInt(5));
			Path etcd = Files.createDirectories(this.folder.resolve(round + "/etcd"));
			Path plain = Files.createDirectories(this.folder.resolve(round + "/plain"));
			List<String> names = names(prepare(etcd, imports, profiles, "optional:etcd:/%s/").sources());
			List<String> expected = names(prepare(plain, imports, profiles, "file:" + plain + "/%s.yaml").sources());
			assertThat(names).as("seed %d round %d, profiles '%s', imports %s", this.seed, round, profiles, imports)
				.isEqualTo(expected)
				.hasSizeGreaterThan(1);
		}
	}

	@Test
	void conventionalLocationsAreOneAfterTheOtherWhereTheImportIs() {
		Preparation preparation = Preparation.in(this.folder).file("application.yaml", """
				spring.application.name: shop
				spring.config.import: ["optional:etcd:/a/", "optional:etcd:", "optional:etcd:/b/"]
				setpoint.etcd.endpoints: http://127.0.0.1:1
				""").with("spring.profiles.active=eu,live");
		assertThat(names(preparation.sources())).containsExactly("/b,live", "/b,eu", "/config/shop,live",
				"/config/application,live", "/config/shop,eu", "/config/application,eu", "/a,live", "/a,eu", "/b",
				"/config/shop", "/config/application", "/a", "application");
	}

	@Test
	void locationThatIsImportedTwiceKeepsTheStrongerPlace() {
		String setting = "\nsetpoint.etcd.endpoints: http://127.0.0.1:1\nspring.application.name: shop";
		assertThat(names(Preparation.in(this.folder)
			.file("application.yaml",
					"spring.config.import: [\"optional:etcd:\", \"optional:etcd:/config/application\"]" + setting)
			.sources())).containsExactly("/config/application", "/config/shop", "application");
		assertThat(names(Preparation.in(this.folder)
			.file("application.yaml",
					"spring.config.import: [\"optional:etcd:/config/application/\", \"optional:etcd:\"]" + setting)
			.sources())).containsExactly("/config/shop", "/config/application", "application");
	}

	private Map<String, List<String>> imports() {
		Map<String, List<String>> imports = new LinkedHashMap<>();
		for (String file : FILES) {
			List<String> names = new ArrayList<>(List.of("a", "b", "c"));
			if (file.startsWith("application")) {
				names.add("other");
			}
			names.removeIf((name) -> this.random.nextInt(3) == 0);
			Collections.shuffle(names, this.random);
			imports.put(file, (this.random.nextInt(3) > 0) ? names : List.of());
		}
		imports.put("application", List.of("b", "other", "a"));
		return imports;
	}

	private Preparation prepare(Path folder, Map<String, List<String>> imports, String profiles, String format) {
		Preparation preparation = Preparation.in(folder).with("spring.profiles.active=" + profiles);
		imports.forEach((file, names) -> {
			List<String> locations = names.stream()
				.map((name) -> "\"" + (name.equals("other") ? "file:" + folder + "/other.yaml" : format.formatted(name))
						+ "\"")
				.toList();
			preparation.file(file + ".yaml", "x: 1\nsetpoint.etcd.endpoints: http://127.0.0.1:1\n"
					+ (locations.isEmpty() ? "" : "spring.config.import: " + locations));
		});
		for (String name : List.of("a", "b", "c")) {
			preparation.file(name + ".yaml", "x: 1").file(name + "-live.yaml", "x: 1").file(name + "-eu.yaml", "x: 1");
		}
		return preparation;
	}

	private static List<String> names(List<String> sources) {
		return sources.stream().map(ImportOrderTests::name).toList();
	}

	private static String name(String source) {
		if (source.startsWith("etcd:/")) {
			return source.substring("etcd:".length(), source.length() - 1);
		}
		Matcher matcher = FILE.matcher(source);
		assertThat(matcher.find()).as(source).isTrue();
		String name = matcher.group(1);
		return name.matches("[abc](-.*)?") ? "/" + name.replace('-', ',') : name;
	}

}
