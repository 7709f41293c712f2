package io.setpoint.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Values that somebody has computed from weaker sources and put above all others. They
 * give way to a location that is stronger than the source that they were computed from,
 * as the source itself would.
 *
 * @since 0.1.0
 */
public final class YieldingPropertySource extends EnumerablePropertySource<EnumerablePropertySource<?>> {

	private final Map<String, List<PropertySource<?>>> strongerByName;

	private final List<PropertySource<?>> locations;

	private YieldingPropertySource(EnumerablePropertySource<?> computed, List<PropertySource<?>> locations,
			Map<String, List<PropertySource<?>>> strongerByName) {
		super(computed.getName(), computed);
		this.locations = locations;
		this.strongerByName = strongerByName;
	}

	/**
	 * Let a source give way, if it is there and there are locations.
	 * @param environment the environment
	 * @param name the name of the source that was computed
	 */
	public static void install(ConfigurableEnvironment environment, String name) {
		if (environment.getPropertySources().get(name) instanceof EnumerablePropertySource<?> computed
				&& !(computed instanceof YieldingPropertySource) && !LocationPropertySource.in(environment).isEmpty()) {
			environment.getPropertySources().replace(name, of(computed, environment));
		}
	}

	private static YieldingPropertySource of(EnumerablePropertySource<?> computed,
			ConfigurableEnvironment environment) {
		List<PropertySource<?>> locations = new ArrayList<>();
		Map<String, List<PropertySource<?>>> strongerByName = new HashMap<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source == computed || ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				continue;
			}
			if (!LocationPropertySource.behind(source).isEmpty()) {
				locations.add(source);
				continue;
			}
			for (String property : computed.getPropertyNames()) {
				if (!strongerByName.containsKey(property) && source.containsProperty(property)) {
					strongerByName.put(property, List.copyOf(locations));
				}
			}
		}
		return new YieldingPropertySource(computed, List.copyOf(locations), strongerByName);
	}

	@Override
	public String[] getPropertyNames() {
		return this.source.getPropertyNames();
	}

	@Override
	public boolean containsProperty(String name) {
		return getProperty(name) != null;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		for (PropertySource<?> stronger : this.strongerByName.getOrDefault(name, this.locations)) {
			if (stronger.getProperty(name) != null) {
				return null;
			}
		}
		return this.source.getProperty(name);
	}

}
