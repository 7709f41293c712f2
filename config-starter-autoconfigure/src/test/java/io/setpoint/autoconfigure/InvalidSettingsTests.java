package io.setpoint.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests what an application prints whose settings are not valid: every setting with every
 * kind of value that it does not take.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidSettingsTests {

	private static final String ROOT = "must begin with '/' and have no empty path segment, white space, control"
			+ " character, '?' or '#'.|Write a path such as '/config'.";

	private static final String CALL = "must be a time from 1ms to 24d.|Write a time such as '3s'.";

	private static final String WATCH = "must be a time from 1ms to 366d.|Write a time such as '3s'.";

	private static final String LEASE = "must be a time from 1s to 366d.|Write a time such as '3s'.";

	private static final String TIME = "cannot be converted to Duration.|Write a time such as '500ms', '3s' or '5m'.";

	private static final String HEADERS = "has a name or a value that cannot be sent, or a name that gRPC keeps for itself."
			+ "|Use names of letters, digits, '-', '_' and '.', and values of printable ASCII.";

	private static final String ENDPOINT = "|Write URLs such as 'http://host:2379' or 'https://host:2379',"
			+ " separated by commas.";

	private static final String ID = "has a '/' or a control character, or is too long.|Use letters, digits, dots and dashes.";

	private static final String PLACEHOLDER = "has a placeholder that cannot be resolved without etcd.|Set what it"
			+ " refers to in a file, an environment variable or on the command line.";

	private static final String NAMES = "has an entry that is no name of a property, the one at place %d.|Write names such"
			+ " as 'management' or 'spring.datasource', in lower case with dashes, separated by commas.";

	private static final String NO_ENDPOINT = "has an entry that is no endpoint of etcd, the one at place ";

	/**
	 * Settings that take any text, or are covered by those that they belong to.
	 */
	private static final List<String> FREE = List.of("setpoint.etcd.headers", "setpoint.instance.labels",
			"setpoint.restrict.locations");

	@TempDir
	private Path folder;

	static Stream<Row> rows() {
		return Stream.of(
				Row.of("setpoint.config.root", ROOT, "", "config", "//", "/a//b", "/a b", "/a?b", "/a#", "\t/"),
				Row.of("setpoint.rollout.root", ROOT, "", "rollouts", "/r//", "/a\u0007"),
				Row.of("setpoint.fleet.root", ROOT, "", "fleet", "/ "),
				Row.of("setpoint.schema.root", ROOT, "", "schemas", "/ "),
				Row.of("setpoint.config.startup-timeout", "must be a time from 0s to 24d.|Write a time such as '3s'.",
						"-1s", "25d", "P999999D", "9999999999999d"),
				Row.of("setpoint.config.startup-timeout", TIME, "soon", "3 s s", "${never.set}"),
				Row.of("setpoint.etcd.endpoints", "names no endpoint." + ENDPOINT, ""),
				Row.of("setpoint.etcd.endpoints", NO_ENDPOINT + "1." + ENDPOINT, "ftp://a:2379", "http://", "a:b",
						"http://u:p@a:2379", "http://a:2379/v3", "a b"),
				Row.of("setpoint.etcd.endpoints", NO_ENDPOINT + "2." + ENDPOINT, "a:2379,http://", "http://a,b:x"),
				Row.of("setpoint.etcd.endpoints", "mixes http and https.|Use one of them for all.",
						"http://a,https://b", "a:2379,https://b:2379"),
				Row.of("setpoint.etcd.user", "is set, but 'setpoint.etcd.password' is not.|Set both, or neither.",
						"app"),
				Row.of("setpoint.etcd.password", "is set, but 'setpoint.etcd.user' is not.|Set both, or neither.",
						"s3cr3t"),
				Row.of("setpoint.etcd.ssl.bundle",
						"is set, but 'setpoint.etcd.endpoints' are not https."
								+ "|Write 'https://' in front of the endpoints, or remove the bundle.",
						"etcd"),
				Row.of("setpoint.etcd.http-gateway", "cannot be converted to boolean.|Write 'true' or 'false'.",
						"maybe"),
				Row.of("setpoint.enabled", "cannot be converted to boolean.|Write 'true' or 'false'.", "maybe"),
				Row.of("setpoint.etcd.connect-timeout", CALL, "0", "-1s", "100us", "25d"),
				Row.of("setpoint.etcd.connect-timeout", TIME, "3 seconds", "1,5s"),
				Row.of("setpoint.etcd.call-timeout", CALL, "0s", "-5ms", "1000d"),
				Row.of("setpoint.etcd.call-timeout", TIME, "x"),
				Row.of("setpoint.etcd.headers.token", HEADERS, "s3cr3t"),
				Row.of("setpoint.etcd.headers.x-key", HEADERS, "s3cr\u00e9t", "a\tb"),
				Row.of("setpoint.watch.backoff.initial", WATCH, "0", "-1s"),
				Row.of("setpoint.watch.backoff.initial",
						"does not fit: 'setpoint.watch.backoff.max' must not be shorter than"
								+ " 'setpoint.watch.backoff.initial'.|Change one of the two.",
						"6s"),
				Row.of("setpoint.watch.backoff.initial", TIME, "quick"),
				Row.of("setpoint.watch.backoff.max",
						"does not fit: 'setpoint.watch.backoff.max' must not be shorter than"
								+ " 'setpoint.watch.backoff.initial'.|Change one of the two.",
						"99ms"),
				Row.of("setpoint.watch.backoff.multiplier",
						"must be a number from 1 to 1000.|Write a number such as '2'.", "0", "0.99", "-2", "NaN",
						"Infinity", "1001"),
				Row.of("setpoint.watch.backoff.multiplier", "cannot be converted to double.|Write a number.", "twice"),
				Row.of("setpoint.watch.heartbeat-interval", WATCH, "0s", "-1s"),
				Row.of("setpoint.watch.heartbeat-interval",
						"does not fit: 'setpoint.watch.heartbeat-timeout' must be longer than"
								+ " 'setpoint.watch.heartbeat-interval'.|Change one of the two.",
						"4500ms", "5s"),
				Row.of("setpoint.watch.heartbeat-timeout",
						"does not fit: 'setpoint.watch.heartbeat-timeout' must be longer than"
								+ " 'setpoint.watch.heartbeat-interval'.|Change one of the two.",
						"1s"),
				Row.of("setpoint.watch.stale-after",
						"does not fit: 'setpoint.watch.stale-after' must not be shorter than"
								+ " 'setpoint.watch.heartbeat-timeout'.|Change one of the two.",
						"2s"),
				Row.of("setpoint.watch.stale-after", TIME, "never"),
				Row.of("setpoint.watch.reconcile-interval", WATCH, "0", "-1m", "367d"),
				Row.of("setpoint.snapshot.directory",
						"is no path of a folder."
								+ "|Write a path such as '.setpoint', or set 'setpoint.snapshot.enabled=false'.",
						"", " ", "a\0b"),
				Row.of("setpoint.snapshot.enabled", "cannot be converted to boolean.|Write 'true' or 'false'.",
						"maybe"),
				Row.of("setpoint.schema.enabled", "cannot be converted to boolean.|Write 'true' or 'false'.", "maybe"),
				Row.of("setpoint.instance.id", ID, "a/b", "/", "a\nb", "a\u001b[31m"),
				Row.of("setpoint.rollout.keep-versions", "must not be negative.|Write a number such as '50'.", "-1"),
				Row.of("setpoint.rollout.keep-versions", "cannot be converted to int.|Write a number.", "all", "1.5"),
				Row.of("setpoint.rollout.controller", "cannot be converted to boolean.|Write 'true' or 'false'.", "x"),
				Row.of("setpoint.rollout.controller-lease", LEASE, "0", "999ms", "-1s", "367d"),
				Row.of("setpoint.fleet.lease", LEASE, "0", "1ms", "400d"), Row.of("setpoint.fleet.lease", TIME, "long"),
				Row.of("setpoint.restrict.denied-names", NAMES.formatted(1), "Management", "a b", "management.*", "."),
				Row.of("setpoint.restrict.denied-names", NAMES.formatted(2), "management,${never.set}", "a,spring_x"),
				Row.of("setpoint.restrict.placeholders", "cannot be converted to Placeholders.|Write 'any' or 'none'.",
						"own", "false"),
				Row.of("setpoint.restrict.locations[etcd:/x/].allowed-names", NAMES.formatted(1), "Pricing"),
				Row.of("setpoint.restrict.locations[etcd:/x/].denied-names", NAMES.formatted(1), "[a"),
				Row.of("setpoint.restrict.locations[rollout:x].placeholders",
						"cannot be converted to Placeholders.|Write 'any' or 'none'.", "never"),
				Row.of("setpoint.etcd.user", PLACEHOLDER, "${setpoint.etcd.user}"),
				Row.of("setpoint.instance.id", PLACEHOLDER, "${never.set}", "a-${never.set}"),
				Row.of("setpoint.snapshot.directory", PLACEHOLDER, "${never.set}"),
				Row.of("setpoint.fleet.root", PLACEHOLDER, "/${never.set}"),
				Row.of("spring.application.name",
						"is part of the locations of etcd and cannot be: it has white space, a control character,"
								+ " '?', '#' or an empty path segment.|Use letters, digits, dots and dashes.",
						"my shop", "a//b", "a?", "/", ""));
	}

	@ParameterizedTest
	@MethodSource("rows")
	void startWhenSettingIsWrongNamesSettingOriginAndRemedy(Row row, CapturedOutput output) {
		for (String value : row.values()) {
			int before = output.getAll().length();
			fail("--spring.config.import=etcd:", "--" + row.setting() + "=" + value);
			assertThat(output.getAll().substring(before)).as("'%s'", value)
				.contains("""
						Description:

						Settings are not valid, so etcd cannot be read:

						    '%1$s' ("%1$s" from property source "commandLineArgs") %2$s

						Action:

						Correct the settings, and start again:

						    '%1$s': %3$s
						""".formatted(row.setting(), row.reason(), row.remedy()))
				.doesNotContain("\tat ", "s3cr3t", "never.set");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "prices", "etcd:", "etcd:prices", "etcd://host/prices", "rollout:", "rollout:a/b",
			"optional:etcd:/prices/", "/config/prices/" })
	void startWhenRestrictionIsOfNoLocationSaysSo(String location, CapturedOutput output) {
		String setting = "setpoint.restrict.locations[" + location + "]";
		fail("--spring.config.import=etcd:", "--" + setting + ".denied-names=server");
		assertThat(output).contains("'" + setting + "' (\"" + setting + ".denied-names\" from property source")
			.contains("names no location")
			.contains("'" + setting + "': Write what is imported, in brackets: '[etcd:/config/prices/]'");
	}

	@Test
	void startWhenLocationOfARestrictionHasNoBracketsSaysSo(CapturedOutput output) throws IOException {
		Files.writeString(this.folder.resolve("application.yaml"), """
				spring.config.import: "etcd:"
				setpoint.restrict.locations:
				  etcd:/config/prices/:
				    denied-names: server
				""");
		fail("--spring.config.location=" + this.folder.toUri());
		assertThat(output).contains("names no location", "in brackets: '[etcd:/config/prices/]'");
	}

	@Test
	void startWhenALocationIsRestrictedTwiceSaysSo(CapturedOutput output) {
		fail("--spring.config.import=etcd:", "--setpoint.restrict.locations[etcd:/x].denied-names=server",
				"--setpoint.restrict.locations[etcd:/x/].denied-names=server");
		assertThat(output).contains("names a location a second time.", "Write one of them only.");
	}

	@Test
	void startWhenALabelIsTooLongSaysSo(CapturedOutput output) {
		fail("--spring.config.import=etcd:", "--setpoint.instance.labels.zone=" + "s3cr3t".repeat(50));
		assertThat(output).contains("'setpoint.instance.labels' (\"setpoint.instance.labels.zone\" from property source"
				+ " \"commandLineArgs\") has a label that is blank, has a line break, or is longer than 250 characters.")
			.contains("'setpoint.instance.labels': Use few and short labels: the words that stages match.")
			.doesNotContain("s3cr3t");
	}

	@Test
	void tableHasEverySetting() throws IOException {
		try (InputStream stream = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getInputStream()) {
			JsonNode properties = JsonMapper.shared().readTree(stream).get("properties");
			List<String> names = new ArrayList<>(properties.findValuesAsString("name"));
			names.removeIf((name) -> !name.startsWith("setpoint.") || FREE.contains(name));
			assertThat(rows().map(Row::setting).toList()).containsAll(names);
		}
	}

	@Test
	void startWhenSeveralSettingsAreWrongListsAllWithTheirPlaces(CapturedOutput output) throws IOException {
		Files.writeString(this.folder.resolve("application.yaml"), """
				spring:
				  profiles.active: live
				  config.import: "etcd:"
				setpoint.config.root: config
				""");
		Files.writeString(this.folder.resolve("application-live.yaml"), """
				setpoint:
				  etcd:
				    call-timeout: -1s
				    endpoints:
				      - ftp://etcd.example.org
				""");
		fail("--spring.config.location=" + this.folder.toUri());
		String place = "URL [file:" + this.folder + "/application";
		assertThat(output).contains("'setpoint.config.root' (" + place + ".yaml] - 4:23) must begin with '/'")
			.contains("'setpoint.etcd.endpoints' (" + place + "-live.yaml] - 5:9) " + NO_ENDPOINT + "1.")
			.contains("'setpoint.etcd.call-timeout' (" + place + "-live.yaml] - 3:19) must be a time from 1ms to 24d.")
			.contains("    'setpoint.config.root': Write a path such as '/config'.");
	}

	@ParameterizedTest
	@MethodSource("locations")
	void startWhenBundleCannotBeReadEndsInAnAnalysis(String bundle, CapturedOutput output) {
		fail("--spring.config.import=etcd:/x/", "--setpoint.etcd.endpoints=https://127.0.0.1:1",
				"--setpoint.etcd.ssl.bundle=etcd", "--setpoint.config.startup-timeout=0s", bundle);
		assertThat(output).contains("APPLICATION FAILED TO START").contains("setpoint.etcd.ssl.bundle");
	}

	static List<String> locations() {
		return List.of("--spring.ssl.bundle.pem.etcd.truststore.certificate=file:/nowhere/ca.pem",
				"--spring.ssl.bundle.pem.etcd.truststore.certificate=nowhere",
				"--spring.ssl.bundle.pem.etcd.keystore.private-key=file:/nowhere/client.key",
				"--spring.ssl.bundle.jks.etcd.keystore.location=file:/nowhere/store.jks",
				"--spring.ssl.bundle.pem.other.truststore.certificate=file:/nowhere/ca.pem");
	}

	private static void fail(String... arguments) {
		SpringApplication application = new SpringApplication(Empty.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run(arguments))
			.satisfies((ex) -> assertThat(String.valueOf(ex.getMessage())).doesNotContain("s3cr3t"));
	}

	/**
	 * A setting with values that it does not take.
	 *
	 * @param setting the name of the setting
	 * @param reason what is said of it
	 * @param remedy what is to be done
	 * @param values the values
	 */
	record Row(String setting, String reason, String remedy, List<String> values) {

		static Row of(String setting, String reasonAndRemedy, String... values) {
			String[] parts = reasonAndRemedy.split("\\|");
			return new Row(setting, parts[0], parts[1], Arrays.asList(values));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
