package io.setpoint.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Compares two things by their properties.
 */
@Command(name = "diff", description = "compares properties of files, configurations, versions and locations")
final class DiffCommand implements Task {

	private static final String CIPHER = "{cipher}";

	@Parameters(index = "0", paramLabel = "A",
			description = "FILE, CONFIGURATION, CONFIGURATION@VERSION or etcd:/path/")
	private String from = "";

	@Parameters(index = "1", paramLabel = "B", description = "the same")
	private String to = "";

	@Option(names = "--names", description = "names only, no values")
	private boolean names;

	@Override
	public Answer perform(Desk desk) {
		Reference before = Reference.of(this.from, desk);
		Reference after = Reference.of(this.to, desk);
		List<String> lines = new ArrayList<>();
		List<Map<String, @Nullable Object>> json = new ArrayList<>();
		TreeSet<String> all = new TreeSet<>(before.properties().keySet());
		all.addAll(after.properties().keySet());
		for (String name : all) {
			Object old = before.properties().get(name);
			Object current = after.properties().get(name);
			if (!Objects.equals(text(old), text(current))) {
				lines.add(line(name, old, current));
				json.add(json(name, old, current));
			}
		}
		if (lines.isEmpty()) {
			return Answer.done("No difference").with("differences", json);
		}
		return Answer
			.refused(lines.size() + ((lines.size() == 1) ? " property differs" : " properties differ") + " between "
					+ before.name() + " and " + after.name())
			.with("differences", json)
			.showing(lines);
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? String.valueOf(value) : null;
	}

	private String line(String name, @Nullable Object old, @Nullable Object current) {
		if (this.names) {
			return sign(old, current) + name;
		}
		if (old != null && current != null) {
			return "~ " + name + ": " + shown(old) + " -> " + shown(current);
		}
		return sign(old, current) + name + ": " + shown((old != null) ? old : current);
	}

	private static String sign(@Nullable Object old, @Nullable Object current) {
		if (old != null && current != null) {
			return "~ ";
		}
		return (old != null) ? "- " : "+ ";
	}

	private Map<String, @Nullable Object> json(String name, @Nullable Object old, @Nullable Object current) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("name", name);
		if (!this.names) {
			json.put("before", (old != null) ? shown(old) : null);
			json.put("after", (current != null) ? shown(current) : null);
		}
		return json;
	}

	private static String shown(@Nullable Object value) {
		String text = String.valueOf(value);
		return text.startsWith(CIPHER) ? CIPHER + "..." : OneLine.of(text);
	}

}
