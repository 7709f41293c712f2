package io.setpoint.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.schema.SchemaProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * One thing that is wrong. Never has a value in it.
 *
 * @param name the property, key or place that it is about, or {@code null}
 * @param line the line in the document, from 1, or {@code null}
 * @param column the column in the line, from 1, or {@code null}
 * @param text what is wrong
 */
record Problem(@Nullable String name, @Nullable Integer line, @Nullable Integer column, String text) {

	static Problem of(String text) {
		return new Problem(null, null, null, text);
	}

	static Problem of(String name, String text) {
		return new Problem(name, null, null, text);
	}

	static Problem of(io.setpoint.document.Problem problem) {
		return new Problem(null, problem.line(), problem.column(),
				StringUtils.capitalize(problem.reason()) + ". " + problem.remedy());
	}

	/**
	 * Return what somebody has found as problems, each once.
	 * @param found what was found
	 * @return the problems
	 */
	static List<Problem> of(List<SchemaProblem> found) {
		return found.stream()
			.map((problem) -> new Problem((problem.name() != null) ? problem.name() : problem.key(), problem.line(),
					problem.column(), problem.sentence()))
			.distinct()
			.toList();
	}

	Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("name", this.name);
		json.put("line", this.line);
		json.put("column", this.column);
		json.put("message", this.text);
		return json;
	}

	@Override
	public String toString() {
		String place = (this.line == null) ? ""
				: "line " + this.line + ((this.column != null) ? ", column " + this.column : "");
		if (this.name == null || this.text.contains(this.name)) {
			return place.isEmpty() ? this.text : place + ": " + this.text;
		}
		return this.name + (place.isEmpty() ? "" : " (" + place + ")") + ": " + this.text;
	}

}
