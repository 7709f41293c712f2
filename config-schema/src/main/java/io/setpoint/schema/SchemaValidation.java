package io.setpoint.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import io.setpoint.document.LocationContent;
import io.setpoint.schema.SchemaProblem.Severity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * The check of properties by a schema. Loads the library that does it, which an
 * application that only gives its schema does not need.
 */
final class SchemaValidation {

	private static final Comparator<SchemaProblem> WRITTEN = Comparator
		.comparing(SchemaProblem::key, Comparator.nullsFirst(Comparator.naturalOrder()))
		.thenComparing(SchemaProblem::line, Comparator.nullsFirst(Comparator.naturalOrder()))
		.thenComparing(SchemaProblem::column, Comparator.nullsFirst(Comparator.naturalOrder()));

	private final JsonNode root;

	private final Schema schema;

	SchemaValidation(JsonNode root) {
		this.root = root;
		try {
			this.schema = SchemaRegistry
				.withDefaultDialect(dialect(), (registry) -> registry.schemaRegistryConfig(config()))
				.getSchema(((ObjectNode) root.deepCopy()).without(List.of("$schema", "$id")));
			this.schema.initializeValidators();
		}
		catch (RuntimeException ex) {
			throw new InvalidSchemaException("The text is no JSON Schema that documents can be checked by.");
		}
	}

	private static Dialect dialect() {
		return Dialect.builder(Dialects.getDraft202012())
			.unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
			.build();
	}

	private static SchemaRegistryConfig config() {
		return SchemaRegistryConfig.builder().pathType(PathType.JSON_POINTER).formatAssertionsEnabled(false).build();
	}

	List<SchemaProblem> check(LocationContent content, boolean nameless) {
		DocumentTree tree = new DocumentTree(Shape.of(this.root), nameless);
		IterableConfigurationPropertySource source = content.source(ConfigurationPropertyName.EMPTY);
		source.stream().sorted().forEach((name) -> {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				tree.add(name, property);
			}
		});
		Set<SchemaProblem> problems = new LinkedHashSet<>(tree.problems());
		for (Error error : this.schema.validate(tree.root())) {
			Place place = tree.place(error.getInstanceLocation().toString());
			if (place != null) {
				problems.add(place.problem(Sentences.of(place, error), Severity.ERROR));
			}
		}
		List<SchemaProblem> sorted = new ArrayList<>(problems);
		sorted.sort(WRITTEN);
		return sorted;
	}

}
