package io.setpoint.cli;

import java.util.Map;
import java.util.stream.Collectors;

import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.judging.KnownSchemas;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints the schema that an application has left.
 */
@Command(name = "schema",
		description = "prints the JSON Schema of a configuration, for editors and for validate --schema")
final class SchemaCommand implements Task {

	@Parameters(paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Option(names = "--build", paramLabel = "DIGEST", description = "of which build, where several are alive")
	private @Nullable String build;

	@Override
	public Answer perform(Desk desk) {
		desk.known(this.configuration);
		KnownSchemas schemas = desk.await(desk.judge().schemas(this.configuration));
		schemas.remarks().forEach((remark) -> desk.remark("warning: " + remark));
		Map<String, DocumentSchema> chosen = schemas.byBuild()
			.entrySet()
			.stream()
			.filter((schema) -> this.build == null || schema.getKey().startsWith(this.build))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		if (chosen.isEmpty()) {
			throw RefusedException.refused("There is no schema of '" + this.configuration
					+ "' in etcd: an instance with setpoint-schema on its class path leaves one");
		}
		if (chosen.size() > 1) {
			throw RefusedException
				.usage("There are several builds alive: name one by --build, of " + String.join(", ", chosen.keySet()));
		}
		DocumentSchema schema = chosen.values().iterator().next();
		return Answer.done("").with("schema", schema.json()).showing(schema.toPrettyJson());
	}

}
