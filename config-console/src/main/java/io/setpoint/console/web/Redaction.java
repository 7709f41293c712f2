package io.setpoint.console.web;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.setpoint.document.Passage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Shows the text of documents without what is secret in them.
 *
 * @param schema what is known of properties
 * @param names the properties that are secret in any of the documents, by name
 */
record Redaction(KnownProperties schema, Set<ConfigurationPropertyName> names) {

	private static final Pattern WRITTEN = Pattern.compile("[^\\s][^\\r\\n]*");

	static Redaction of(KnownProperties schema, DocumentProperties... documents) {
		Set<ConfigurationPropertyName> names = Stream.of(documents)
			.flatMap((document) -> document.properties().values().stream())
			.filter((property) -> schema.isSecret(property.name(), property.value()))
			.map((property) -> name(property.name()))
			.collect(Collectors.toSet());
		return new Redaction(schema, names);
	}

	static ConfigurationPropertyName name(String name) {
		return ConfigurationPropertyName.adapt(name, '.');
	}

	/**
	 * Return the text of a document.
	 * @param document the document
	 * @param properties what it says
	 * @return the text, {@code null} where it is not known of each secret where it stands
	 */
	@Nullable DocumentText text(String document, DocumentProperties properties) {
		List<Passage> passages = Passage.of(document);
		if (passages == null || !isEachFound(properties, passages)) {
			return null;
		}
		List<Passage> secrets = passages.stream()
			.filter(this::isSecret)
			.sorted(Comparator.comparingInt(Passage::start))
			.toList();
		List<String> lines = DocumentText.lines(masked(document, secrets));
		return DocumentText.of(document, Comments.of(this.schema, this.names, secrets).masked(lines));
	}

	private boolean isSecret(Passage passage) {
		return this.schema.isSecret(passage.property(), passage.value())
				|| this.names.contains(name(passage.property()));
	}

	private boolean isEachFound(DocumentProperties properties, List<Passage> passages) {
		Set<ConfigurationPropertyName> missing = new HashSet<>(this.names);
		missing.retainAll(properties.properties().keySet().stream().map(Redaction::name).toList());
		passages.forEach((passage) -> missing.remove(name(passage.property())));
		return missing.isEmpty();
	}

	/**
	 * Put masks in the place of secrets, one for each line of them.
	 * @param document the document
	 * @param secrets the secrets in the order in which they stand there
	 * @return the document without them
	 */
	private static String masked(String document, List<Passage> secrets) {
		StringBuilder text = new StringBuilder();
		int position = 0;
		for (Passage secret : secrets) {
			if (secret.start() >= position) {
				String mask = Secrets.masked(secret.value());
				String written = document.substring(secret.start(), secret.end());
				text.append(document, position, secret.start())
					.append(written.isBlank() ? mask + written
							: WRITTEN.matcher(written).replaceAll(Matcher.quoteReplacement(mask)));
				position = secret.end();
			}
		}
		return text.append(document, position, document.length()).toString();
	}

}
