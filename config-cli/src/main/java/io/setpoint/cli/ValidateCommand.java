package io.setpoint.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.InvalidSchemaException;
import io.setpoint.schema.judging.Judged;
import io.setpoint.schema.judging.KnownSchemas;
import io.setpoint.schema.judging.Readability;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Checks documents without writing anything.
 */
@Command(name = "validate",
		description = "checks documents: as such, by a schema, or by schema and fleet of a configuration")
final class ValidateCommand implements Task {

	@Parameters(arity = "1..*", paramLabel = "FILE", description = "the documents, - for standard input")
	private List<String> files = List.of();

	@Option(names = "--schema", paramLabel = "FILE", description = "a file with the JSON Schema; needs no etcd")
	private @Nullable String schema;

	@Option(names = "--configuration", paramLabel = "NAME",
			description = "the configuration whose schemas and live instances judge")
	private @Nullable String configuration;

	@Option(names = "--no-trial", description = "with --configuration: schemas only; writes nothing at all")
	private boolean withoutTrial;

	@Override
	public Answer perform(Desk desk) {
		if (this.schema != null && this.configuration != null) {
			throw RefusedException.usage("Give --schema or --configuration, not both");
		}
		KnownSchemas schemas = schemas(desk);
		List<Problem> problems = new ArrayList<>();
		Set<String> levels = new LinkedHashSet<>();
		for (String file : this.files) {
			Judged judged = judge(desk, schemas, TextFile.text(TextFile.bytes(file, "document", desk.outside()), file));
			judged.warnings().forEach((warning) -> desk.remark("warning: " + warning));
			problems.addAll(Problem.of(judged.problems()));
			levels.addAll(judged.levels());
		}
		String what = (this.files.size() == 1) ? "'" + this.files.get(0) + "'" : this.files.size() + " documents";
		String verb = (this.files.size() == 1) ? " is" : " are";
		Answer answer = problems.isEmpty()
				? Answer.done(what + verb + " valid, as judged by " + String.join(", ", levels))
				: Answer.refused(what + verb + " not valid");
		return answer.with("levels", new ArrayList<>(levels)).because(problems);
	}

	private @Nullable KnownSchemas schemas(Desk desk) {
		if (this.configuration != null) {
			desk.known(this.configuration);
			return desk.await(desk.judge().schemas(this.configuration));
		}
		return (this.schema != null) ? ofFile(this.schema, desk.outside()) : null;
	}

	private static KnownSchemas ofFile(String name, Outside outside) {
		String text = TextFile.text(TextFile.bytes(name, "schema", outside), name);
		try {
			return new KnownSchemas(Map.of("", DocumentSchema.parse(text)), List.of());
		}
		catch (InvalidSchemaException ex) {
			throw RefusedException.usage("The schema '" + name + "' cannot be used. " + ex.getMessage());
		}
	}

	private Judged judge(Desk desk, @Nullable KnownSchemas schemas, String document) {
		Judged judged = Readability.of(document).judged();
		if (!judged.isRefused() && schemas != null) {
			judged = judged.and(schemas.document(document));
		}
		if (!judged.isRefused() && this.configuration != null && !this.withoutTrial) {
			judged = judged.and(Judging.trial(desk, this.configuration, document, new Author()));
		}
		return judged;
	}

}
