package io.setpoint.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What has been said of something before it is written.
 *
 * @param levels who has judged, in order: {@code document}, {@code schema}, {@code fleet}
 * @param problems why it would be refused
 * @param remarks what is to be wondered at
 */
record Judged(List<String> levels, List<Problem> problems, List<String> remarks) {

	Judged {
		levels = List.copyOf(levels);
		problems = List.copyOf(problems);
		remarks = List.copyOf(remarks);
	}

	Judged and(Judged next) {
		return new Judged(joined(this.levels, next.levels), joined(this.problems, next.problems),
				joined(this.remarks, next.remarks));
	}

	private static <T> List<T> joined(List<T> some, List<T> others) {
		List<T> joined = new ArrayList<>(some);
		joined.addAll(others);
		return joined;
	}

	boolean isRefused() {
		return !this.problems.isEmpty();
	}

	/**
	 * Return who has judged, for people.
	 * @return the words
	 */
	String by() {
		return String.join(" and ", this.levels);
	}

}
