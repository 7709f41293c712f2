package io.setpoint.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.setpoint.document.LocationContent;
import io.setpoint.document.Problem;
import io.setpoint.document.Warning;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What one build of an application accepts, as a JSON Schema (2020-12), and the check of
 * what somebody wants to write by it. A check needs neither the application's classes nor
 * etcd. It refuses nothing that the application would accept; what a schema cannot say
 * stands in it as text, and is left to the application.
 *
 * @since 0.1.0
 */
public final class DocumentSchema {

	private static final String DOCUMENT = "document";

	private static final JsonMapper READER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final JsonNode root;

	private final String json;

	private final String digest;

	private volatile @Nullable SchemaValidation validation;

	DocumentSchema(JsonNode root) {
		this.root = CanonicalJson.sorted(root);
		this.json = CanonicalJson.MAPPER.writeValueAsString(this.root);
		this.digest = CanonicalJson.digest(this.json);
	}

	/**
	 * Read a schema.
	 * @param json the schema as JSON
	 * @return the schema
	 * @throws InvalidSchemaException if the text is no JSON, no JSON Schema, or refers to
	 * anything outside itself
	 */
	public static DocumentSchema parse(String json) {
		return new DocumentSchema(SchemaText.of(READER, json).root());
	}

	/**
	 * Return the schema as JSON. The same schema has the same text wherever it was made.
	 * @return the text, in one line
	 */
	public String json() {
		return this.json;
	}

	/**
	 * Return the schema as JSON that people can read.
	 * @return the text, in many lines
	 */
	public String toPrettyJson() {
		return CanonicalJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this.root) + "\n";
	}

	/**
	 * Write the schema into a file, for editors and for the check in a pipeline. Where
	 * the file has that content already, it is not touched.
	 * @param file the file, whose directory is made if there is none
	 * @throws UncheckedIOException if it cannot be written
	 */
	public void writeTo(Path file) {
		String content = toPrettyJson();
		try {
			if (Files.isRegularFile(file) && Files.readString(file).equals(content)) {
				return;
			}
			if (file.toAbsolutePath().getParent() != null) {
				Files.createDirectories(file.toAbsolutePath().getParent());
			}
			Files.writeString(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The schema cannot be written to '" + file + "'", ex);
		}
	}

	/**
	 * Return the plain locations that the application imports, where the schema was left
	 * by an instance of it.
	 * @return the prefixes of the locations, none if they are not known
	 */
	public Set<String> locations() {
		Set<String> locations = new TreeSet<>();
		if (this.root.get(Words.LOCATIONS) instanceof ArrayNode names) {
			names.forEach((name) -> locations.add(name.asString("")));
		}
		return locations;
	}

	/**
	 * Return what tells the schema from all others.
	 * @return the SHA-256 of {@link #json()}, in hexadecimal
	 */
	public String digest() {
		return this.digest;
	}

	/**
	 * Return the properties that the application reads.
	 * @return what the schema says of each; of types that contain themselves to some
	 * depth
	 */
	public List<SchemaProperty> properties() {
		return SchemaProperties.all(Shape.of(this.root));
	}

	/**
	 * Return what the schema says of a property.
	 * @param name its name, however it is spelled
	 * @return the property, {@code null} if the application does not read it
	 */
	public @Nullable SchemaProperty property(String name) {
		ConfigurationPropertyName property = ConfigurationPropertyName.adapt(name, '.');
		return property.isEmpty() ? null : SchemaProperties.find(Shape.of(this.root), property);
	}

	/**
	 * Check a document as it is published: YAML, or JSON, at the root.
	 * @param document the document
	 * @return every problem, in the order of the document; empty if all is well
	 */
	public List<SchemaProblem> check(String document) {
		return check(LocationContent.ofVersions("/", DOCUMENT), Map.of("/" + DOCUMENT, document), true);
	}

	/**
	 * Check keys as they are written below the prefix of a location, documents among
	 * them.
	 * @param prefix the prefix of the location, ending with a slash
	 * @param values the values by their whole keys
	 * @return every problem, in the order of the keys; empty if all is well
	 */
	public List<SchemaProblem> checkKeys(String prefix, Map<String, String> values) {
		return check(LocationContent.empty(prefix, "etcd:" + prefix), values, false);
	}

	private List<SchemaProblem> check(LocationContent empty, Map<String, String> values, boolean nameless) {
		Collection<Change> changes = new ArrayList<>();
		values.forEach((key, value) -> changes
			.add(new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), 0, 0))));
		LocationContent.Update update = empty.with(changes);
		List<SchemaProblem> problems = new ArrayList<>();
		update.problems().forEach((problem) -> problems.add(unreadable(problem, nameless)));
		update.warnings().forEach((warning) -> problems.add(ignored(warning, nameless)));
		problems.addAll(validation().check(update.content(), nameless));
		return List.copyOf(problems);
	}

	private SchemaValidation validation() {
		SchemaValidation validation = this.validation;
		if (validation == null) {
			validation = new SchemaValidation(this.root);
			this.validation = validation;
		}
		return validation;
	}

	private static SchemaProblem unreadable(Problem problem, boolean nameless) {
		String subject = nameless ? "The document" : "Key '" + problem.key() + "'";
		return new SchemaProblem(null, nameless ? null : problem.key(), problem.line(), problem.column(),
				subject + " cannot be read: " + problem.reason() + ". " + problem.remedy() + ".",
				SchemaProblem.Severity.ERROR);
	}

	private static SchemaProblem ignored(Warning warning, boolean nameless) {
		String subject = (warning.property() != null) ? "'" + warning.property() + "'" : "Key '" + warning.key() + "'";
		return new SchemaProblem(warning.property(), nameless ? null : warning.key(), warning.line(), null,
				subject + ": " + warning.reason() + ".", SchemaProblem.Severity.WARNING);
	}

	/**
	 * Says which schema it is.
	 */
	@Override
	public String toString() {
		return "schema " + this.digest;
	}

}
