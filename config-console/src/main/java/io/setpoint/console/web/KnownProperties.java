package io.setpoint.console.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.setpoint.console.web.DocumentProperties.PropertyChange;
import io.setpoint.document.LocationContent;
import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.SchemaProperty;
import io.setpoint.schema.judging.KnownSchemas;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What the schemas of the live builds say of properties.
 *
 * @param schemas the schemas
 */
record KnownProperties(KnownSchemas schemas) {

	static KnownProperties of(Map<String, DocumentSchema> byBuild) {
		return new KnownProperties(new KnownSchemas(byBuild, List.of()));
	}

	/**
	 * Return what is known of a property. Of builds that do not agree the one that keeps
	 * it secret is right.
	 * @param name its name
	 * @return the property, {@code null} if no schema knows it
	 */
	@Nullable SchemaProperty find(String name) {
		return this.schemas.byBuild()
			.values()
			.stream()
			.map((schema) -> schema.property(name))
			.filter(Objects::nonNull)
			.reduce(KnownProperties::stricter)
			.orElse(null);
	}

	private static SchemaProperty stricter(SchemaProperty one, SchemaProperty other) {
		return (one.secret() || !other.secret()) ? one : other;
	}

	boolean isSecret(String name, Object value) {
		SchemaProperty known = find(name);
		return Secrets.isSecret(name, value) || (known != null && known.secret());
	}

	/**
	 * Return what a location or a document says that is not shown.
	 * @param content what it says
	 * @return the secret values
	 */
	Set<String> secrets(LocationContent content) {
		return content.properties()
			.entrySet()
			.stream()
			.filter((property) -> isSecret(property.getKey(), property.getValue()))
			.map((property) -> String.valueOf(property.getValue()))
			.collect(Collectors.toSet());
	}

	/**
	 * Return changes as they may be seen.
	 * @param changes the changes
	 * @return the changes, of which those of secrets are masked
	 */
	List<PropertyChange> hidden(List<PropertyChange> changes) {
		return changes.stream().map((change) -> isSecret(change.name(), "") ? change.hidden() : change).toList();
	}

	/**
	 * Return this together with what other schemas say.
	 * @param other what is known by them
	 * @return what is known by any of them
	 */
	KnownProperties and(KnownProperties other) {
		Map<String, DocumentSchema> schemas = new LinkedHashMap<>(this.schemas.byBuild());
		other.schemas.byBuild().forEach((build, schema) -> schemas.put("other/" + build, schema));
		return KnownProperties.of(schemas);
	}

	/**
	 * Return all properties that are known.
	 * @return the properties, in the order of their names
	 */
	List<SchemaProperty> all() {
		Map<String, SchemaProperty> all = new TreeMap<>();
		this.schemas.byBuild()
			.values()
			.forEach((schema) -> schema.properties()
				.forEach((property) -> all.merge(property.name(), property, KnownProperties::stricter)));
		return List.copyOf(all.values());
	}

	/**
	 * Return what can be written in a document.
	 * @param prefix the name that the document is nested under, empty for the root
	 * @return the words for an editor
	 */
	List<Word> words(ConfigurationPropertyName prefix) {
		String begin = prefix.isEmpty() ? "" : prefix + ".";
		return all().stream()
			.filter((property) -> property.name().startsWith(begin))
			.map((property) -> Word.of(property.name().substring(begin.length()), property))
			.toList();
	}

	/**
	 * Return what the schemas have against a document.
	 * @param document the document
	 * @return what was found, by the name of the property
	 */
	Map<ConfigurationPropertyName, List<SchemaProblem>> findings(String document) {
		return this.schemas.document(document)
			.findings()
			.stream()
			.filter((finding) -> finding.name() != null)
			.collect(Collectors
				.groupingBy((finding) -> ConfigurationPropertyName.adapt(String.valueOf(finding.name()), '.')));
	}

	/**
	 * Return the properties that a document does not write.
	 * @param written the names that it does
	 * @return what applies instead
	 */
	List<SchemaProperty> others(Map<String, ?> written) {
		Map<ConfigurationPropertyName, String> names = new LinkedHashMap<>();
		written.keySet().forEach((name) -> names.put(ConfigurationPropertyName.adapt(name, '.'), name));
		return all().stream()
			.filter((property) -> !property.name().contains("*") && !property.name().contains("[]"))
			.filter((property) -> isUnwritten(ConfigurationPropertyName.adapt(property.name(), '.'), names))
			.toList();
	}

	private static boolean isUnwritten(ConfigurationPropertyName property,
			Map<ConfigurationPropertyName, String> written) {
		return !written.containsKey(property) && written.keySet().stream().noneMatch(property::isAncestorOf);
	}

	/**
	 * What an editor offers.
	 *
	 * @param name the name
	 * @param type what it is, in words
	 * @param hint what is known of it besides, in one line
	 * @param choices what can be written
	 */
	record Word(String name, String type, String hint, List<String> choices) {

		static Word of(String name, SchemaProperty property) {
			List<String> choices = property.type().equals("true or false") ? List.of("true", "false")
					: property.choices();
			return new Word(name, property.type(), hint(property), choices);
		}

		private static String hint(SchemaProperty property) {
			List<String> limits = property.choices().isEmpty() ? property.bounds() : property.choices();
			StringBuilder hint = new StringBuilder(String.join(", ", limits));
			if (property.defaultValue() != null && !property.secret()) {
				hint.append(hint.isEmpty() ? "" : "; ").append("default ").append(property.defaultValue());
			}
			if (property.description() != null) {
				hint.append(hint.isEmpty() ? "" : ". ").append(property.description());
			}
			return hint.toString();
		}

	}

}
