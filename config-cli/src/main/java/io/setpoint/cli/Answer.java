package io.setpoint.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What came of a command. Immutable.
 *
 * @param status how it ended
 * @param message a sentence for people, empty if the text says all
 * @param problems what is wrong
 * @param details what a program may want to know, by name
 * @param text what was asked for, as it is printed; empty if there is none
 */
record Answer(Status status, String message, List<Problem> problems, Map<String, @Nullable Object> details,
		String text) {

	Answer {
		problems = List.copyOf(problems);
		details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
	}

	static Answer of(Status status, String message) {
		return new Answer(status, message, List.of(), Map.of(), "");
	}

	static Answer done(String message) {
		return of(Status.DONE, message);
	}

	static Answer refused(String message) {
		return of(Status.REFUSED, message);
	}

	/**
	 * Return this answer with another name and value for programs.
	 * @param name the name
	 * @param value a value that JSON can have
	 * @return the answer
	 */
	Answer with(String name, @Nullable Object value) {
		Map<String, @Nullable Object> details = new LinkedHashMap<>(this.details);
		details.put(name, value);
		return new Answer(this.status, this.message, this.problems, details, this.text);
	}

	Answer because(List<Problem> problems) {
		List<Problem> all = new ArrayList<>(this.problems);
		all.addAll(problems);
		return new Answer(this.status, this.message, all, this.details, this.text);
	}

	/**
	 * Return this answer with what is printed for people.
	 * @param text the text, each line with its end
	 * @return the answer
	 */
	Answer showing(String text) {
		return new Answer(this.status, this.message, this.problems, this.details, text);
	}

	Answer showing(List<String> lines) {
		return showing(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
	}

}
