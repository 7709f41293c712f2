package io.setpoint.observation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Grafana dashboard.
 */
class DashboardTests {

	private static final Pattern METRIC = Pattern.compile("setpoint_[a-z_]+");

	@Test
	void dashboardShowsExactlyTheMetersThatExist() throws Exception {
		Path file = Path.of("..", "docs", "grafana", "setpoint.json");
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(file, StandardCharsets.UTF_8));
		Set<String> shown = new TreeSet<>();
		dashboard.at("/panels").findValuesAsString("expr").forEach((expression) -> {
			Matcher matcher = METRIC.matcher(expression);
			while (matcher.find()) {
				shown.add(matcher.group());
			}
		});
		Set<String> existing = Arrays.stream(SetpointMeters.values())
			.map(DashboardTests::prometheusName)
			.collect(Collectors.toCollection(TreeSet::new));
		existing
			.addAll(Set.of("setpoint_apply_seconds_sum", "setpoint_apply_seconds_count", "setpoint_apply_seconds_max"));
		assertThat(shown).isEqualTo(existing);
	}

	private static String prometheusName(SetpointMeters meter) {
		String name = meter.getName().replace('.', '_');
		String unit = meter.getBaseUnit().isEmpty() ? "" : "_" + meter.getBaseUnit();
		return name + ((meter.getType() == Meter.Type.COUNTER) ? "_total" : unit);
	}

}
