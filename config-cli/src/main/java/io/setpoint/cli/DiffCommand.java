package io.setpoint.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.rollout.Difference;
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
		List<Difference> differences = Difference.between(texts(before), texts(after));
		List<String> lines = differences.stream().map(this::line).toList();
		List<Map<String, @Nullable Object>> json = differences.stream().map(this::json).toList();
		if (lines.isEmpty()) {
			return Answer.done("No difference").with("differences", json);
		}
		return Answer
			.refused(lines.size() + ((lines.size() == 1) ? " property differs" : " properties differ") + " between "
					+ before.name() + " and " + after.name())
			.with("differences", json)
			.showing(lines);
	}

	/**
	 * Return the properties as texts: where one came from a leaf and one from a document,
	 * that is all they have in common.
	 * @param reference what has the properties
	 * @return the texts by name
	 */
	private static Map<String, String> texts(Reference reference) {
		Map<String, String> texts = new LinkedHashMap<>();
		reference.properties().forEach((name, value) -> texts.put(name, String.valueOf(value)));
		return texts;
	}

	private String line(Difference difference) {
		String sign = switch (difference.kind()) {
			case ADDED -> "+ ";
			case CHANGED -> "~ ";
			case REMOVED -> "- ";
		};
		if (this.names) {
			return sign + difference.property();
		}
		String before = shown(difference.before());
		String after = shown(difference.after());
		return sign + difference.property() + ": "
				+ ((before != null && after != null) ? before + " -> " + after : (before != null) ? before : after);
	}

	private Map<String, @Nullable Object> json(Difference difference) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("name", difference.property());
		if (!this.names) {
			json.put("before", shown(difference.before()));
			json.put("after", shown(difference.after()));
		}
		return json;
	}

	private static @Nullable String shown(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		String text = value.toString();
		return text.startsWith(CIPHER) ? CIPHER + "..." : OneLine.of(text);
	}

}
