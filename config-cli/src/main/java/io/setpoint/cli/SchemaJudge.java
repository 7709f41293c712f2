package io.setpoint.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.SchemaProblem.Severity;

/**
 * Judges by schemas: at once, and without anybody being there.
 */
final class SchemaJudge {

	static final String LEVEL = "schema";

	private final Schemas schemas;

	SchemaJudge(Schemas schemas) {
		this.schemas = schemas;
	}

	Judged document(String document) {
		return judge((schema) -> schema.check(document));
	}

	Judged keys(String location, Map<String, String> values) {
		return judge((schema) -> schema.checkKeys(location, values));
	}

	private Judged judge(Function<DocumentSchema, List<SchemaProblem>> check) {
		Set<Problem> problems = new LinkedHashSet<>();
		Set<String> remarks = new LinkedHashSet<>(this.schemas.remarks());
		this.schemas.byBuild().values().forEach((schema) -> check.apply(schema).forEach((problem) -> {
			if (problem.severity() == Severity.ERROR) {
				problems.add(problem(problem));
			}
			else {
				remarks.add(problem.toString());
			}
		}));
		return new Judged(this.schemas.isEmpty() ? List.of() : List.of(LEVEL), new ArrayList<>(problems),
				new ArrayList<>(remarks));
	}

	private static Problem problem(SchemaProblem problem) {
		String name = (problem.name() != null) ? problem.name() : problem.key();
		return new Problem(name, problem.line(), problem.column(), problem.sentence());
	}

}
