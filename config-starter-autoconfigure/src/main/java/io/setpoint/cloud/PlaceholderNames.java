package io.setpoint.cloud;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.SystemPropertyUtils;

/**
 * The names of the properties that an expression reads: those of its placeholders, of
 * placeholders within them and in their values, and of defaults that apply.
 */
final class PlaceholderNames {

	private static final PropertyPlaceholderHelper placeholders = new PropertyPlaceholderHelper(
			SystemPropertyUtils.PLACEHOLDER_PREFIX, SystemPropertyUtils.PLACEHOLDER_SUFFIX,
			SystemPropertyUtils.VALUE_SEPARATOR, SystemPropertyUtils.ESCAPE_CHARACTER, true);

	private final ConfigurableEnvironment environment;

	private final Set<ConfigurationPropertyName> names = new HashSet<>();

	private PlaceholderNames(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	static Set<ConfigurationPropertyName> in(String expression, ConfigurableEnvironment environment) {
		PlaceholderNames placeholderNames = new PlaceholderNames(environment);
		try {
			placeholders.replacePlaceholders(expression, placeholderNames::value);
		}
		catch (PlaceholderResolutionException ex) {
			return placeholderNames.names;
		}
		return placeholderNames.names;
	}

	private @Nullable String value(String name) {
		this.names.add(ConfigurationPropertyName.adapt(name, '.'));
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			Object value = source.getProperty(name);
			if (value != null) {
				return value.toString();
			}
		}
		return null;
	}

}
