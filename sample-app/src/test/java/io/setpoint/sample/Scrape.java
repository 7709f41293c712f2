package io.setpoint.sample;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus is given of Setpoint.
 *
 * @param series the values of each label of each metric
 */
record Scrape(Map<String, Map<String, Set<String>>> series) {

	private static final Pattern SAMPLE = Pattern.compile("(?m)^(setpoint_[a-z_]+)(?:\\{(.*)})? ");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

	/**
	 * What Prometheus adds to each series of a target.
	 */
	private static final Set<String> OF_TARGET = Set.of("job", "instance");

	/**
	 * Read what an application has answered.
	 * @param text the answer
	 * @return what is in it
	 */
	static Scrape of(String text) {
		Map<String, Map<String, Set<String>>> series = new HashMap<>();
		Matcher sample = SAMPLE.matcher(text);
		while (sample.find()) {
			Map<String, Set<String>> labels = series.computeIfAbsent(sample.group(1), (metric) -> new HashMap<>());
			Matcher label = LABEL.matcher(String.valueOf(sample.group(2)));
			while (label.find()) {
				labels.computeIfAbsent(label.group(1), (name) -> new HashSet<>()).add(label.group(2));
			}
		}
		return new Scrape(series);
	}

	Set<String> metrics() {
		return new TreeSet<>(this.series.keySet());
	}

	Set<String> labels(String metric) {
		Set<String> labels = new HashSet<>(OF_TARGET);
		labels.addAll(this.series.getOrDefault(metric, Map.of()).keySet());
		return labels;
	}

	Set<String> values(String metric, String label) {
		return this.series.getOrDefault(metric, Map.of()).getOrDefault(label, Set.of());
	}

}
