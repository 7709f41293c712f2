package io.setpoint.console.web;

import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A field of a form that is given back.
 *
 * @param name its name
 * @param value what is in it
 */
record LeftField(String name, String value) {

	private static final Predicate<String> WRITTEN = Pattern
		.compile("document|description|reason|plan|bake|(?:key|value)\\.[0-9]+")
		.asMatchPredicate();

	private static final Map<String, String> LABELS = Map.of("document", "Document", "description", "What it is for",
			"reason", "Why", "plan", "Plan", "bake", "Bake time of each stage", "key", "Key", "value", "Value");

	private static final int MOST_ROWS = 18;

	/**
	 * Return whether somebody has written something in it.
	 * @return whether it is shown
	 */
	boolean isWritten() {
		return !this.value.isBlank() && WRITTEN.test(this.name);
	}

	public String label() {
		String kind = this.name.replaceFirst("\\..*", "");
		return LABELS.getOrDefault(kind, kind);
	}

	public long rows() {
		return Math.min(MOST_ROWS, this.value.lines().count() + 1);
	}

}
