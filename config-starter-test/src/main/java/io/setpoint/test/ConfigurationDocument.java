package io.setpoint.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.AssertProvider;

/**
 * The document of a version as it lies in a repository, to be held against the types that
 * will be bound from it. Needs neither an etcd nor a container of one's own:
 *
 * <pre class="code">
 * ConfigurationDocument document = ConfigurationDocument.of(Path.of("config/checkout.yaml"));
 * assertThat(document).bindsTo(PricingProperties.class);
 * </pre>
 *
 * @since 0.1.0
 */
public final class ConfigurationDocument implements AssertProvider<ConfigurationDocumentAssert> {

	private final String name;

	private final String text;

	private final List<String> others;

	private final List<Class<?>> components;

	private ConfigurationDocument(String name, String text, List<String> others, List<Class<?>> components) {
		this.name = name;
		this.text = text;
		this.others = List.copyOf(others);
		this.components = List.copyOf(components);
	}

	/**
	 * Take a document.
	 * @param text the document, as YAML
	 * @return the document
	 */
	public static ConfigurationDocument of(String text) {
		return new ConfigurationDocument("document", text, List.of(), List.of());
	}

	/**
	 * Read a document.
	 * @param file the file with the document, as YAML
	 * @return the document
	 */
	public static ConfigurationDocument of(Path file) {
		try {
			return new ConfigurationDocument(file.toString(), Files.readString(file), List.of(), List.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The document '" + file + "' cannot be read", ex);
		}
	}

	/**
	 * Return this document beside what weaker sources of the application say.
	 * @param pairs properties, {@code name=value}
	 * @return the document
	 */
	public ConfigurationDocument beside(String... pairs) {
		return new ConfigurationDocument(this.name, this.text, joined(this.others, List.of(pairs)), this.components);
	}

	/**
	 * Return this document for an application with converters or validators of its own.
	 * @param components the classes of these beans, or configuration classes that have
	 * them
	 * @return the document
	 */
	public ConfigurationDocument with(Class<?>... components) {
		return new ConfigurationDocument(this.name, this.text, this.others,
				joined(this.components, List.of(components)));
	}

	private static <T> List<T> joined(List<T> some, List<T> more) {
		List<T> joined = new ArrayList<>(some);
		joined.addAll(more);
		return joined;
	}

	/**
	 * Used by {@code assertThat(document)}.
	 */
	@Override
	public ConfigurationDocumentAssert assertThat() {
		return new ConfigurationDocumentAssert(this);
	}

	String text() {
		return this.text;
	}

	List<String> others() {
		return this.others;
	}

	Class<?>[] components() {
		return this.components.toArray(Class<?>[]::new);
	}

	/**
	 * Says where it is from, never what it says.
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
