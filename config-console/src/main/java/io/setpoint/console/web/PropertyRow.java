package io.setpoint.console.web;

import java.util.List;

import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.SchemaProperty;
import org.jspecify.annotations.Nullable;

/**
 * A property of a version as it is shown.
 *
 * @param name its name
 * @param value its value, as it may be seen
 * @param line where it stands in the document, or {@code null}
 * @param hidden whether there is more to see for whoever asks
 * @param known what the schema says of it, {@code null} if it knows nothing
 * @param findings what the schemas have against it
 */
record PropertyRow(String name, String value, @Nullable Integer line, boolean hidden, @Nullable SchemaProperty known,
		List<SchemaProblem> findings) {

	static PropertyRow of(DocumentProperties.Property property, KnownProperties schema, List<SchemaProblem> findings,
			@Nullable String revealed) {
		SchemaProperty known = schema.find(property.name());
		boolean secret = schema.isSecret(property.name(), property.value());
		boolean open = property.name().equals(revealed);
		String shown = (secret && !open) ? Secrets.masked(property.value()) : property.value();
		return new PropertyRow(property.name(), shown, property.line(), secret && !open, known, findings);
	}

}
