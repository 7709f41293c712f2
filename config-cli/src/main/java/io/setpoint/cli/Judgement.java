package io.setpoint.cli;

import java.util.Collection;
import java.util.List;

import io.setpoint.schema.judging.Judged;

/**
 * What has been said, for the answer of a command.
 *
 * @param judged what has been said
 * @param locations the prefixes of the plain locations that it is about, if it is
 */
record Judgement(Judged judged, Collection<String> locations) {

	/**
	 * Say who has judged, and of what no classes have.
	 * @return the end of a sentence
	 */
	String sentence() {
		String by = "as judged by " + String.join(", ", this.judged.levels());
		List<String> unheard = this.locations.stream()
			.filter((location) -> this.judged.unheard().stream().anyMatch((key) -> key.startsWith(location)))
			.toList();
		return unheard.isEmpty() ? by : by + " only: no live instance announces '" + String.join("', '", unheard) + "'";
	}

	/**
	 * Add who has judged, and what would come of it, to an answer.
	 * @param answer the answer
	 * @return the answer
	 */
	Answer in(Answer answer) {
		Answer judged = answer.with("levels", this.judged.levels());
		if (!this.judged.unheard().isEmpty()) {
			judged = judged.with("unheard", this.judged.unheard());
		}
		return this.judged.levels().contains(Judged.FLEET)
				? judged.with("types", this.judged.types()).with("changes", this.judged.changes()) : judged;
	}

}
