package io.setpoint.cli;

import java.util.ArrayList;
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
		description = "checks without writing: documents as such, by a schema, or by schema and fleet of a configuration; or plain keys")
final class ValidateCommand implements Task {

	@Parameters(arity = "1..*", paramLabel = "FILE|KEY=VALUE",
			description = "documents, - for standard input; or plain keys as they would be put,"
					+ " such as etcd:/config/checkout/pricing/timeout=3s")
	private List<String> subjects = List.of();

	@Option(names = "--schema", paramLabel = "FILE", description = "a file with the JSON Schema; needs no etcd")
	private @Nullable String schema;

	@Option(names = "--configuration", paramLabel = "NAME",
			description = "the configuration whose schemas and live instances judge")
	private @Nullable String configuration;

	@Option(names = "--no-trial", description = "schemas only; writes nothing at all")
	private boolean withoutTrial;

	@Override
	public Answer perform(Desk desk) {
		if (this.schema != null && this.configuration != null) {
			throw RefusedException.usage("Give --schema or --configuration, not both");
		}
		List<String> keys = this.subjects.stream().filter(KeyPath::isLocation).toList();
		if (!keys.isEmpty() && keys.size() < this.subjects.size()) {
			throw RefusedException.usage("Give documents or plain keys, not both");
		}
		Judgement judgement = keys.isEmpty() ? new Judgement(documents(desk), List.of())
				: keys(desk, Pairs.of(keys, desk.outside()));
		Judged judged = judgement.judged();
		judged.warnings().forEach((warning) -> desk.remark("warning: " + warning));
		String what = (this.subjects.size() == 1) ? "'" + subject(keys) + "' is"
				: this.subjects.size() + (keys.isEmpty() ? " documents are" : " keys are");
		Answer answer = judged.isRefused() ? Answer.refused(what + " not valid").because(Problem.of(judged.problems()))
				: Answer.done(what + " valid, " + judgement.sentence());
		return judgement.in(answer).showing(effects(judged));
	}

	private String subject(List<String> keys) {
		return keys.isEmpty() ? this.subjects.get(0) : Pairs.key(keys.get(0));
	}

	private static List<String> effects(Judged judged) {
		List<String> lines = new ArrayList<>();
		judged.types().forEach((type) -> lines.add("  touches " + type));
		judged.changes().forEach((name) -> lines.add("  changes " + name));
		return lines;
	}

	private Judged documents(Desk desk) {
		KnownSchemas schemas = schemas(desk);
		Judged judged = new Judged(List.of(), List.of());
		for (String file : this.subjects) {
			String text = TextFile.text(TextFile.bytes(file, "document", desk.outside()), file);
			judged = judged.and(document(desk, schemas, text));
		}
		return judged;
	}

	private Judgement keys(Desk desk, Map<String, String> values) {
		if (this.schema != null || this.configuration != null) {
			throw RefusedException
				.usage("Plain keys are judged by whoever imports them: leave out --schema and --configuration");
		}
		Set<String> locations = desk.locationsOf(values.keySet());
		String by = this.withoutTrial ? null : new Author().by(desk.outside());
		return new Judgement(desk.await(desk.judge().keys(locations, values, Set.of(), by)), locations);
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

	private Judged document(Desk desk, @Nullable KnownSchemas schemas, String document) {
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
