package io.setpoint.document;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The one live property source of a location. It is put into the {@code Environment} once
 * and stays there; {@link #show} replaces its content by one volatile write.
 * <p>
 * Its source is an environment whose property sources are parts of the current content.
 * Boot looks into it on each iteration, and keeps what it has cached for the parts that a
 * change did not touch. Everything may be called from any thread.
 *
 * @since 0.1.0
 */
public final class LocationPropertySource extends EnumerablePropertySource<ConfigurableEnvironment>
		implements OriginLookup<String> {

	private final ContentEnvironment environment;

	/**
	 * Create a source that shows a content.
	 * @param name the name of the source, unique in the environment
	 * @param content the content to show first
	 */
	public LocationPropertySource(String name, LocationContent content) {
		this(name, new ContentEnvironment(name, content));
	}

	private LocationPropertySource(String name, ContentEnvironment environment) {
		super(name, environment);
		this.environment = environment;
	}

	/**
	 * Return the sources of all locations that an environment holds.
	 * @param environment the environment
	 * @return the sources, strongest first
	 */
	public static List<LocationPropertySource> in(ConfigurableEnvironment environment) {
		return environment.getPropertySources()
			.stream()
			.filter(LocationPropertySource.class::isInstance)
			.map(LocationPropertySource.class::cast)
			.toList();
	}

	/**
	 * Show another content from now on.
	 * @param content the content
	 */
	public void show(LocationContent content) {
		this.environment.show(content);
	}

	/**
	 * Return the content that is shown.
	 * @return the content
	 */
	public LocationContent content() {
		return this.environment.content();
	}

	@Override
	public String[] getPropertyNames() {
		return content().propertyNames();
	}

	@Override
	public boolean containsProperty(String name) {
		return content().property(name) != null;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		Property property = content().property(name);
		return (property != null) ? property.value() : null;
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		Property property = content().property(name);
		return (property != null) ? property.origin() : null;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " {name='" + this.name + "'}";
	}

}
