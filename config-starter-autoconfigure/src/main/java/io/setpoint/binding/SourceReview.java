package io.setpoint.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.document.Delegation;
import io.setpoint.document.LocationPropertySource;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Looks at what others have made of the locations' sources in an environment: wrappers
 * that follow, and copies that do not.
 *
 * @since 0.1.0
 */
public final class SourceReview {

	private static final int MOST_NAMES = 5;

	private final ConfigurableEnvironment environment;

	private List<PropertySource<?>> readers = List.of();

	private volatile List<String> remarks = List.of();

	/**
	 * Create a review.
	 * @param environment the environment
	 */
	public SourceReview(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Return whether other sources than before read the locations.
	 * @return {@code true} if types have to be bound anew to see what they make of it
	 */
	public synchronized boolean isTouched() {
		List<PropertySource<?>> readers = sources().stream()
			.filter((source) -> !LocationPropertySource.behind(source).isEmpty())
			.toList();
		boolean touched = readers.size() != this.readers.size();
		for (int i = 0; i < readers.size() && !touched; i++) {
			touched = readers.get(i) != this.readers.get(i);
		}
		this.readers = readers;
		return touched;
	}

	/**
	 * Look for what does not follow.
	 * @param locations the locations that were imported
	 * @return a sentence or two for each, without values
	 */
	public List<String> review(Collection<LocationPropertySource> locations) {
		List<String> remarks = new ArrayList<>();
		Set<LocationPropertySource> below = new LinkedHashSet<>(locations);
		for (PropertySource<?> source : sources()) {
			List<LocationPropertySource> behind = LocationPropertySource.behind(source);
			if (behind.isEmpty()) {
				below.forEach((location) -> addCopy(source, location, remarks));
			}
			else {
				behind.forEach(below::remove);
				addCache(source, behind, remarks);
			}
		}
		below.forEach(
				(location) -> remarks.add("The source of " + location.getName() + " is not in the environment any more"
						+ replacement(location) + ". What takes its place has to ask it whenever it is asked itself"));
		this.remarks = List.copyOf(remarks);
		return this.remarks;
	}

	/**
	 * Return what the last review has found.
	 * @return the remarks, empty if everything follows
	 */
	public List<String> remarks() {
		return this.remarks;
	}

	private List<PropertySource<?>> sources() {
		return this.environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.collect(Collectors.toList());
	}

	private void addCopy(PropertySource<?> source, LocationPropertySource location, List<String> remarks) {
		if (!source.getName().equals(location.getName()) && source instanceof EnumerablePropertySource<?> enumerable) {
			List<String> copied = new Copies(this.environment, location).in(enumerable);
			if (!copied.isEmpty()) {
				remarks.add(describe(source) + " is above " + location.getName() + " and has copies of " + names(copied)
						+ ", which do not follow it. Let it ask the source of " + location.getName()
						+ " whenever it is asked itself, or put it below");
			}
		}
	}

	private static String names(List<String> names) {
		int more = names.size() - MOST_NAMES;
		return names.stream().limit(MOST_NAMES).map((name) -> "'" + name + "'").collect(Collectors.joining(", "))
				+ ((more > 0) ? " and " + more + " more of its properties" : "");
	}

	private static void addCache(PropertySource<?> source, List<LocationPropertySource> behind, List<String> remarks) {
		if (!(source instanceof LocationPropertySource) && Delegation.of(source).cached()) {
			remarks.add(describe(source) + " keeps the first value of each property of "
					+ behind.stream().map(PropertySource::getName).collect(Collectors.joining(", "))
					+ ", so that changes do not show through it. Switch its cache off");
		}
	}

	private String replacement(LocationPropertySource location) {
		PropertySource<?> replacement = this.environment.getPropertySources().get(location.getName());
		return (replacement != null) ? ": " + describe(replacement) + " does not follow it" : "";
	}

	private static String describe(PropertySource<?> source) {
		return "Property source '" + source.getName() + "' (" + source.getClass().getName() + ")";
	}

}
