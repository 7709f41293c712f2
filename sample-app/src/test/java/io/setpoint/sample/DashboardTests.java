package io.setpoint.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.setpoint.test.Acceptance;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the Grafana dashboard and the alert rules, by what Prometheus is given by an
 * application to which one change has come.
 */
@EtcdTest(mode = EtcdTest.Mode.REAL, put = "/config/checkout/pricing/discount-percent=10")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=prometheus", "setpoint.snapshot.enabled=false" })
class DashboardTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern METRIC = Pattern.compile("(setpoint_[a-z_]+)(?:\\{([^}]*)})?");

	private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)(?:=~?|!=|!~)\"([^\"]*)\"");

	private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern VALUES = Pattern.compile("label_values\\((setpoint_[a-z_]+)[^,]*, ([a-z_]+)\\)");

	/**
	 * What no panel shows, by the beginning of its name, and why.
	 */
	private static final Map<String, String> NOT_SHOWN = Map.of( //
			"setpoint_apply_active_",
			"changes that are being applied at this moment are those that a location is behind",
			"setpoint_etcd_calls_active_", "a call is over within its deadline, and is counted then");

	private static Scrape scrape;

	@BeforeAll
	static void scrape(@Autowired EtcdServer etcd, @Autowired ApplicationContext context, @LocalServerPort int port) {
		Acceptance.of(etcd, context).put("/config/checkout/pricing/discount-percent", "15");
		RestTestClient client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
		scrape = await().until(() -> scrape(client), (current) -> current.metrics()
			.containsAll(Set.of("setpoint_apply_seconds_count", "setpoint_etcd_calls_seconds_count")));
	}

	private static Scrape scrape(RestTestClient client) {
		return Scrape.of(String.valueOf(client.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody()));
	}

	@Test
	void dashboardShowsEveryMetricOrItIsSaidWhyNot() throws Exception {
		Set<String> shown = new TreeSet<>();
		expressions(dashboard().at("/panels")).forEach((expression) -> {
			Matcher matcher = METRIC.matcher(expression);
			while (matcher.find()) {
				shown.add(matcher.group(1));
			}
		});
		Set<String> worthShowing = scrape.metrics();
		NOT_SHOWN.forEach((beginning, reason) -> assertThat(worthShowing.removeIf((it) -> it.startsWith(beginning)))
			.as("%s is not shown because %s", beginning, reason)
			.isTrue());
		assertThat(shown).isEqualTo(worthShowing);
	}

	@Test
	void dashboardSelectsByLabelsThatExist() throws Exception {
		List<String> expressions = expressions(dashboard().at("/panels"));
		assertThat(expressions).hasSizeGreaterThan(20).allSatisfy(this::assertSelectsWhatExists);
	}

	@Test
	void dashboardNamesLabelsThatItKeeps() throws Exception {
		dashboard().at("/panels").findValues("targets").forEach((targets) -> targets.forEach((target) -> {
			Set<String> kept = grouped(target.get("expr").asString());
			Matcher matcher = Pattern.compile("\\{\\{(\\w+)}}").matcher(target.get("legendFormat").asString());
			while (matcher.find()) {
				assertThat(kept).as(target.toString()).contains(matcher.group(1));
			}
		}));
	}

	@Test
	void dropDownsFindValues() throws Exception {
		List<String> queries = dashboard().at("/templating/list").findValuesAsString("definition");
		assertThat(queries).hasSize(2).allSatisfy((query) -> {
			Matcher matcher = VALUES.matcher(query);
			assertThat(matcher.matches()).isTrue();
			assertThat(scrape.metrics()).contains(matcher.group(1));
			assertThat(scrape.labels(matcher.group(1))).contains(matcher.group(2));
		});
	}

	@Test
	void rulesSelectByLabelsThatExist() throws Exception {
		JsonNode rules = rules();
		assertThat(rules.findValuesAsString("alert")).hasSize(8).doesNotHaveDuplicates();
		assertThat(expressions(rules)).hasSize(8).allSatisfy(this::assertSelectsWhatExists);
	}

	@Test
	void rulesShowLabelsThatTheyKeep() throws Exception {
		rules().at("/groups/0/rules").forEach((rule) -> {
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
			assertThat(scrape.metrics()).as(expression).contains(metric);
			known.addAll(scrape.labels(metric));
			Matcher selector = SELECTOR.matcher(String.valueOf(matcher.group(2)));
			while (selector.find()) {
				assertThat(scrape.labels(metric)).as(expression).contains(selector.group(1));
				if (!selector.group(2).startsWith("$")) {
					assertThat(scrape.values(metric, selector.group(1))).as(expression).contains(selector.group(2));
				}
			}
		}
		assertThat(known).as(expression).isNotEmpty().containsAll(grouped(expression));
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

	private static JsonNode rules() throws IOException {
		return YAMLMapper.builder().build().readTree(read(DOCS.resolve("prometheus").resolve("setpoint-rules.yaml")));
	}

	private static String read(Path file) throws IOException {
		return Files.readString(file, StandardCharsets.UTF_8);
	}

}
