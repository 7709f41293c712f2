package io.setpoint.document;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * The one live property source of a location. It is put into the {@code Environment} once
 * and stays there; {@link #show} replaces its content by one volatile write.
 * <p>
 * Its source is an environment whose property sources are parts of the current content.
 * Boot looks into it on each iteration, and keeps what it has cached for the parts that a
 * change did not touch. Where somebody has put a wrapper around it, the parts read their
 * values through the wrapper. Everything may be called from any thread.
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
		environment.owner(this);
	}

	/**
	 * Return the sources of all locations that an environment holds, whoever has put
	 * something around them.
	 * @param environment the environment
	 * @return the sources, strongest first
	 */
	public static List<LocationPropertySource> in(ConfigurableEnvironment environment) {
		return environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.flatMap((source) -> behind(source).stream())
			.distinct()
			.toList();
	}

	/**
	 * Return the sources of the locations that a source has its answers from.
	 * @param source the source, which may be one of them
	 * @return the sources, none if it has nothing to do with a location
	 */
	public static List<LocationPropertySource> behind(PropertySource<?> source) {
		if (source instanceof LocationPropertySource location) {
			return List.of(location);
		}
		if (source.getSource() instanceof ContentEnvironment content) {
			return List.of(content.owner());
		}
		return Delegation.of(source).locations();
	}

	/**
	 * Return whether an object is the source of a location's source.
	 * @param source the object
	 * @return {@code true} if it is what a wrapper that gives it for its own is around
	 */
	public static boolean isContentOfLocation(Object source) {
		return source instanceof ContentEnvironment;
	}

	/**
	 * Notice what an environment has in the place of this source, so that Boot reads
	 * through it. Boot itself would look past a wrapper that gives this source's parts
	 * for its own.
	 * @param environment the environment
	 */
	public void follow(ConfigurableEnvironment environment) {
		this.environment.follow(environment);
	}

	/**
	 * The application is ready: who puts something around its sources from now on is
	 * noticed with the next change.
	 */
	public void settle() {
		this.environment.settle();
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

	/**
	 * Return the content that the asking thread sees.
	 * @return what is shown, or what the thread has a preview of
	 */
	private LocationContent visible() {
		LocationContent preview = Preview.contentOf(this);
		return (preview != null) ? preview : content();
	}

	@Override
	public String[] getPropertyNames() {
		String[] names = visible().propertyNames();
		String question = Delegation.question();
		return (question != null) ? StringUtils.addStringToArray(names, question) : names;
	}

	@Override
	public boolean containsProperty(String name) {
		return visible().property(name) != null || name.equals(Delegation.question());
	}

	@Override
	public @Nullable Object getProperty(String name) {
		Property property = visible().property(name);
		return (property != null) ? property.value() : Delegation.answer(this, name);
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		Property property = visible().property(name);
		return (property != null) ? property.origin() : null;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " {name='" + this.name + "'}";
	}

}
