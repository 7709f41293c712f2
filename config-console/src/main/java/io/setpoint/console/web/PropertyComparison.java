package io.setpoint.console.web;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.setpoint.console.web.DocumentProperties.PropertyChange;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * How the properties of two documents differ.
 *
 * @param changes the first properties in which they do
 * @param more how many more there are
 * @param same how many are the same
 */
record PropertyComparison(List<PropertyChange> changes, int more, int same) {

	static final int MOST = 1000;

	/**
	 * Compare two documents.
	 * @param before the first one
	 * @param after the second one
	 * @param schema what is known of properties
	 * @param secrets whether it may be seen that a secret is another one
	 * @return how they differ
	 */
	static PropertyComparison of(DocumentProperties before, DocumentProperties after, KnownProperties schema,
			boolean secrets) {
		Set<ConfigurationPropertyName> withheld = secrets ? Set.of() : Redaction.of(schema, before, after).names();
		Set<String> both = new HashSet<>(before.properties().keySet());
		both.retainAll(after.properties().keySet());
		both.removeIf((name) -> withheld.contains(Redaction.name(name)));
		List<PropertyChange> changes = schema.hidden(before.changesTo(after))
			.stream()
			.filter((change) -> !isChange(change) || both.contains(change.name()))
			.toList();
		int changed = (int) changes.stream().filter(PropertyComparison::isChange).count();
		return new PropertyComparison(changes.subList(0, Math.min(MOST, changes.size())),
				Math.max(0, changes.size() - MOST), both.size() - changed);
	}

	private static boolean isChange(PropertyChange change) {
		return change.before() != null && change.after() != null;
	}

}
