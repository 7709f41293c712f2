package io.setpoint.observation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.setpoint.LocationFixture;
import io.setpoint.mirror.Cause;
import io.setpoint.mirror.Revision;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Grafana dashboard and the alert rules, by what Prometheus is given.
 */
class DashboardTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern METRIC = Pattern.compile("(setpoint_[a-z_]+)(?:\\{([^}]*)})?");

	private static final Pattern SAMPLE = Pattern.compile("(?m)^(setpoint_[a-z_]+)(?:\\{(.*)})? ");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)=~?\"([^\"]*)\"");

	private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern VALUES = Pattern.compile("label_values\\((setpoint_[a-z_]+)[^,]*, ([a-z_]+)\\)");

	/**
	 * What Prometheus adds to each series of a target.
	 */
	private static final Set<String> OF_TARGET = Set.of("job", "instance");

	private final Map<String, Set<String>> samples = samples();

	@Test
	void dashboardShowsExactlyTheMetersThatExist() throws Exception {
		Set<String> shown = new TreeSet<>();
		expressions(dashboard().at("/panels")).forEach((expression) -> {
			Matcher matcher = METRIC.matcher(expression);
			while (matcher.find()) {
				shown.add(matcher.group(1));
			}
		});
		assertThat(shown).isEqualTo(new TreeSet<>(this.samples.keySet()));
	}

	@Test
	void everyMeterIsThereBeforeAnythingHappens() {
		assertThat(this.samples.keySet()).hasSize(SetpointMeters.values().length + 3);
	}

	@Test
	void dashboardSelectsByLabelsThatExist() throws Exception {
		List<String> expressions = expressions(dashboard().at("/panels"));
		assertThat(expressions).hasSizeGreaterThan(15).allSatisfy(this::assertSelectsWhatExists);
	}

	@Test
	void dropDownsFindValues() throws Exception {
		List<String> queries = dashboard().at("/templating/list").findValuesAsString("definition");
		assertThat(queries).hasSize(2).allSatisfy((query) -> {
			Matcher matcher = VALUES.matcher(query);
			assertThat(matcher.matches()).isTrue();
			assertThat(labels(matcher.group(1))).contains(matcher.group(2));
		});
	}

	@Test
	void rulesSelectByLabelsThatExist() throws Exception {
		JsonNode rules = YAMLMapper.builder()
			.build()
			.readTree(read(DOCS.resolve("prometheus").resolve("setpoint-rules.yaml")));
		assertThat(rules.findValuesAsString("alert")).hasSize(8).doesNotHaveDuplicates();
		assertThat(expressions(rules)).hasSize(8).allSatisfy(this::assertSelectsWhatExists);
	}

	@Test
	void rulesShowLabelsThatTheyKeep() throws Exception {
		JsonNode rules = YAMLMapper.builder()
			.build()
			.readTree(read(DOCS.resolve("prometheus").resolve("setpoint-rules.yaml")));
		rules.at("/groups/0/rules").forEach((rule) -> {
			Set<String> kept = grouped(rule.get("expr").asString());
			Matcher matcher = Pattern.compile("\\$labels\\.([a-z]+)").matcher(rule.get("annotations").toString());
			while (matcher.find()) {
				assertThat(kept).as(rule.get("alert").asString()).contains(matcher.group(1));
			}
		});
	}

	private void assertSelectsWhatExists(String expression) {
		Matcher matcher = METRIC.matcher(expression);
		Set<String> known = new HashSet<>();
		while (matcher.find()) {
			String metric = matcher.group(1);
			known.addAll(labels(metric));
			Matcher label = LABEL.matcher(String.valueOf(matcher.group(2)));
			while (label.find()) {
				assertThat(labels(metric)).as(expression).contains(label.group(1));
				boolean variable = label.group(2).startsWith("$");
				assertThat(variable || this.samples.get(metric).contains(label.group())).as(expression).isTrue();
			}
		}
		assertThat(known).as(expression).containsAll(grouped(expression));
	}

	private Set<String> labels(String metric) {
		assertThat(this.samples).containsKey(metric);
		Set<String> labels = new HashSet<>(OF_TARGET);
		this.samples.get(metric).forEach((label) -> labels.add(label.substring(0, label.indexOf('='))));
		return labels;
	}

	private static Set<String> grouped(String expression) {
		Set<String> labels = new HashSet<>();
		Matcher matcher = BY.matcher(expression);
		while (matcher.find()) {
			labels.addAll(Arrays.stream(matcher.group(1).split(",")).map(String::strip).collect(Collectors.toSet()));
		}
		return labels;
	}

	private static List<String> expressions(JsonNode node) {
		return node.findValuesAsString("expr");
	}

	private static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(read(DOCS.resolve("grafana").resolve("setpoint.json")));
	}

	private static String read(Path file) throws IOException {
		return Files.readString(file, StandardCharsets.UTF_8);
	}

	/**
	 * Scrape an application in which one change has been applied and nothing else has
	 * happened.
	 * @return the labels with their values of each metric
	 */
	private static Map<String, Set<String>> samples() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		new SetpointMetrics(() -> LocationFixture.live(7), List::of, (prefix) -> "etcd:" + prefix, Clock.systemUTC())
			.bindTo(registry);
		new RolloutMetrics(Set.of("checkout")).bindTo(registry);
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
		Revision revision = new Revision(7, Map.of(LocationFixture.PREFIX, List.of()), Cause.WATCH, null);
		new ApplyObservation(observations).applying(List.of(revision)).run();
		Map<String, Set<String>> samples = new HashMap<>();
		Matcher matcher = SAMPLE.matcher(registry.scrape());
		while (matcher.find()) {
			Set<String> labels = samples.computeIfAbsent(matcher.group(1), (metric) -> new HashSet<>());
			Matcher label = LABEL.matcher(String.valueOf(matcher.group(2)));
			while (label.find()) {
				labels.add(label.group());
			}
		}
		samples.keySet().removeIf((metric) -> metric.startsWith("setpoint_apply_active"));
		return samples;
	}

}
