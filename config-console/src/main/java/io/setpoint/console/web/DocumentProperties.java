package io.setpoint.console.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.setpoint.document.EtcdOrigin;
import io.setpoint.document.LocationContent;
import io.setpoint.document.Problem;
import io.setpoint.rollout.Difference;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * What a document says, property by property.
 *
 * @param properties the properties by name
 * @param problems what is wrong with it, a sentence each
 * @param read whether it could be read, though some of it may have been left out
 */
record DocumentProperties(Map<String, Property> properties, List<String> problems, boolean read) {

	/**
	 * Nothing.
	 */
	static final DocumentProperties NONE = new DocumentProperties(Map.of(), List.of(), true);

	private static final String KEY = "/document";

	static DocumentProperties of(String document) {
		KeyValue entry = new KeyValue(KEY, document.getBytes(StandardCharsets.UTF_8), 0, 0);
		LocationContent.Update update = LocationContent.ofVersions("/", "document")
			.with(List.of(new Change.Put(entry)));
		List<String> problems = new ArrayList<>(update.problems().stream().map(DocumentProperties::sentence).toList());
		update.warnings().forEach((warning) -> problems.add(String.valueOf(warning)));
		return new DocumentProperties(properties(update.content()), List.copyOf(problems), update.problems().isEmpty());
	}

	private static String sentence(Problem problem) {
		String place = (problem.line() != null) ? "Line " + problem.line() + ", column " + problem.column() + ": " : "";
		return place + problem.reason() + ". " + problem.remedy() + ".";
	}

	private static Map<String, Property> properties(LocationContent content) {
		Map<String, Property> properties = new TreeMap<>();
		IterableConfigurationPropertySource source = content.source(ConfigurationPropertyName.EMPTY);
		for (ConfigurationPropertyName name : source) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				EtcdOrigin origin = EtcdOrigin.find(property.getOrigin());
				String value = String.valueOf(property.getValue());
				properties.put(name.toString(),
						new Property(name.toString(), value, (origin != null) ? origin.line() : null));
			}
		}
		return properties;
	}

	/**
	 * Compare with another document.
	 * @param after the other one
	 * @return what differs, by name
	 */
	List<PropertyChange> changesTo(DocumentProperties after) {
		return Difference.between(values(), after.values()).stream().map(PropertyChange::of).toList();
	}

	private Map<String, String> values() {
		Map<String, String> values = new HashMap<>();
		this.properties.forEach((name, property) -> values.put(name, property.value()));
		return values;
	}

	/**
	 * A property.
	 *
	 * @param name its name
	 * @param value its value
	 * @param line where it stands in the document, or {@code null}
	 */
	record Property(String name, String value, @Nullable Integer line) {

		/**
		 * Return the value as it may be seen.
		 * @return the value, or that it is secret
		 */
		public String shown() {
			return Secrets.shown(this.name, this.value);
		}

	}

	/**
	 * A property in which two documents differ, as it may be seen.
	 *
	 * @param name its name
	 * @param kind whether it was added, changed or removed
	 * @param before its value before, or {@code null}
	 * @param after its value after, or {@code null}
	 */
	record PropertyChange(String name, String kind, @Nullable String before, @Nullable String after) {

		PropertyChange hidden() {
			return new PropertyChange(this.name, this.kind, (this.before != null) ? Secrets.MASK : null,
					(this.after != null) ? Secrets.MASK : null);
		}

		static PropertyChange of(Difference difference) {
			String name = difference.property();
			boolean secret = isSecret(name, difference.before()) || isSecret(name, difference.after());
			return new PropertyChange(name, difference.kind().name().toLowerCase(Locale.ROOT),
					shown(difference.before(), secret), shown(difference.after(), secret));
		}

		private static boolean isSecret(String name, @Nullable Object value) {
			return value != null && Secrets.isSecret(name, value);
		}

		private static @Nullable String shown(@Nullable Object value, boolean secret) {
			String text = (value != null) ? String.valueOf(value) : null;
			return (text != null && secret) ? Secrets.masked(text) : text;
		}

	}

}
