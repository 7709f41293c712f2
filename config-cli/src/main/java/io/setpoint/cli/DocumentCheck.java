package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.setpoint.document.LocationContent;
import io.setpoint.document.Warning;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What is wrong with a document before anybody looks at what its properties are for.
 *
 * @param content the document as a location shows it
 * @param problems why it cannot be published
 */
record DocumentCheck(LocationContent content, List<Problem> problems) {

	private static final String PREFIX = "/";

	/**
	 * Read a document as a version is read.
	 * @param document the document, as YAML
	 * @return what is in it, and what is wrong
	 */
	static DocumentCheck of(String document) {
		KeyValue entry = new KeyValue("/document", document.getBytes(StandardCharsets.UTF_8), 0, 0);
		LocationContent.Update update = LocationContent.ofVersions(PREFIX, "document")
			.with(List.of(new Change.Put(entry)));
		List<Problem> problems = new ArrayList<>();
		update.problems().forEach((problem) -> problems.add(problem(problem)));
		update.warnings().forEach((warning) -> problems.add(problem(warning)));
		return new DocumentCheck(update.content(), problems);
	}

	static Problem problem(io.setpoint.document.Problem problem) {
		return new Problem(null, problem.line(), problem.column(),
				StringUtils.capitalize(problem.reason()) + ". " + problem.remedy());
	}

	static Problem problem(Warning warning) {
		@Nullable String name = (warning.property() != null) ? warning.property() : warning.key();
		return new Problem(name, warning.line(), null, "'" + name + "' would be lost: " + warning.reason());
	}

}
