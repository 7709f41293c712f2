package io.setpoint.schema.judging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.setpoint.document.LocationContent;
import io.setpoint.document.Problem;
import io.setpoint.document.Warning;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.SchemaProblem.Severity;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import io.setpoint.text.EmptyDocument;

import org.springframework.util.StringUtils;

/**
 * Whether something can be read as properties, before anybody looks at what they are for.
 * What would be left out counts as a problem: whoever writes it means it.
 *
 * @param content what was read
 * @param problems what could not be
 * @since 0.1.0
 */
public record Readability(LocationContent content, List<SchemaProblem> problems) {

	private static final String DOCUMENT = "document";

	public Readability {
		problems = List.copyOf(problems);
	}

	/**
	 * Read a document as a version is read.
	 * @param document the document, as YAML
	 * @return what is in it, and what is wrong
	 */
	public static Readability of(String document) {
		if (EmptyDocument.is(document)) {
			return new Readability(LocationContent.ofVersions("/", DOCUMENT),
					List.of(new SchemaProblem(null, null, null, null, EmptyDocument.PROBLEM, Severity.ERROR)));
		}
		return of(LocationContent.ofVersions("/", DOCUMENT), Map.of("/" + DOCUMENT, document), true);
	}

	/**
	 * Read keys of a location.
	 * @param location the prefix of the location
	 * @param values the values by key
	 * @return what they give, and what is wrong
	 */
	public static Readability of(String location, Map<String, String> values) {
		return of(LocationContent.empty(location, "etcd:" + location), values, false);
	}

	/**
	 * Read keys of a location as somebody wants to write them, who does not mean a
	 * document that says nothing.
	 * @param location the prefix of the location
	 * @param puts the values by key
	 * @return what they give, and what is wrong
	 */
	static Readability ofWritten(String location, Map<String, String> puts) {
		Map<String, String> said = new TreeMap<>(puts);
		List<SchemaProblem> problems = new ArrayList<>();
		puts.forEach((key, value) -> {
			String problem = EmptyDocument.problem(key, value);
			if (problem != null) {
				said.remove(key);
				problems.add(new SchemaProblem(null, key, null, null, problem, Severity.ERROR));
			}
		});
		Readability read = of(location, said);
		problems.addAll(read.problems);
		return new Readability(read.content, problems);
	}

	private static Readability of(LocationContent empty, Map<String, String> values, boolean nameless) {
		List<Change> changes = new ArrayList<>();
		values.forEach((key, value) -> changes
			.add(new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), 0, 0))));
		LocationContent.Update update = empty.with(changes);
		List<SchemaProblem> problems = new ArrayList<>();
		update.problems().forEach((problem) -> problems.add(problem(problem, nameless)));
		update.warnings().forEach((warning) -> problems.add(problem(warning, nameless)));
		return new Readability(update.content(), problems);
	}

	private static SchemaProblem problem(Problem problem, boolean nameless) {
		return new SchemaProblem(null, nameless ? null : problem.key(), problem.line(), problem.column(),
				StringUtils.capitalize(problem.reason()) + ". " + problem.remedy(), Severity.ERROR);
	}

	private static SchemaProblem problem(Warning warning, boolean nameless) {
		String name = (warning.property() != null) ? warning.property() : warning.key();
		return new SchemaProblem(name, nameless ? null : warning.key(), warning.line(), null,
				"'" + name + "' would be lost: " + warning.reason(), Severity.ERROR);
	}

	/**
	 * Return this as a judgement.
	 * @return what was found
	 */
	public Judged judged() {
		return new Judged(List.of(Judged.DOCUMENT), this.problems);
	}

}
