package io.setpoint.binding;

import java.util.HashSet;
import java.util.Set;

import io.setpoint.binding.Expansion.ExpansionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.SystemPropertyUtils;

/**
 * Resolves placeholders against what an environment shows, as it does itself, but for
 * those that bring in more than a type may be bound from.
 *
 * @since 0.1.0
 */
public final class Placeholders {

	private static final PropertyPlaceholderHelper placeholders = new PropertyPlaceholderHelper(
			SystemPropertyUtils.PLACEHOLDER_PREFIX, SystemPropertyUtils.PLACEHOLDER_SUFFIX,
			SystemPropertyUtils.VALUE_SEPARATOR, SystemPropertyUtils.ESCAPE_CHARACTER, true);

	private final ConfigurableEnvironment environment;

	private final Expansion expansion = new Expansion();

	private final Set<ConfigurationPropertyName> names = new HashSet<>();

	Placeholders(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Return the names of the properties that an expression reads: those of its
	 * placeholders, of placeholders within them and in their values, and of defaults that
	 * apply. Where they bring in too much, these are the names that were come across.
	 * @param expression the expression
	 * @param environment where they are looked up
	 * @return the names
	 */
	public static Set<ConfigurationPropertyName> namesIn(String expression, ConfigurableEnvironment environment) {
		Placeholders reading = new Placeholders(environment);
		reading.resolve(expression);
		return reading.names;
	}

	/**
	 * Resolve the placeholders in a text.
	 * @param text the text
	 * @return what it stands for, or itself if they refer in a circle or bring in too
	 * much, by themselves or with all that was resolved before
	 */
	String resolve(String text) {
		try {
			this.expansion.next();
			return placeholders.replacePlaceholders(text, this::value);
		}
		catch (PlaceholderResolutionException | ExpansionException ex) {
			return text;
		}
	}

	private @Nullable String value(String name) {
		this.names.add(ConfigurationPropertyName.adapt(name, '.'));
		String value = find(name);
		this.expansion.spend(value);
		return value;
	}

	private @Nullable String find(String name) {
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			Object value = source.getProperty(name);
			if (value != null) {
				return value.toString();
			}
		}
		return null;
	}

}
