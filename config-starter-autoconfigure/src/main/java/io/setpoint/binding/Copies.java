package io.setpoint.binding;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.setpoint.document.LocationPropertySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Tells copies of a location's properties from what somebody has set on purpose. A copy
 * has the same value, or the one that placeholders in it resolve to, or stands for one
 * that is encrypted; and it is not written in a file, a variable or on the command line.
 */
class Copies {

	private static final Set<String> GIVEN = Set.of(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

	private static final Pattern ENCRYPTED = Pattern.compile("(\\{\\w+}|\\w+\\().+", Pattern.DOTALL);

	private final Placeholders placeholders;

	private final ConfigurationPropertySource content;

	Copies(ConfigurableEnvironment environment, LocationPropertySource location) {
		this.placeholders = new Placeholders(environment);
		this.content = location.content().source(ConfigurationPropertyName.EMPTY);
	}

	/**
	 * Return the copies in another source.
	 * @param source the source
	 * @return the names of the properties
	 */
	List<String> in(EnumerablePropertySource<?> source) {
		if (source instanceof CommandLinePropertySource || GIVEN.contains(source.getName())) {
			return List.of();
		}
		return Arrays.stream(source.getPropertyNames()).filter((name) -> isCopied(source, name)).sorted().toList();
	}

	private boolean isCopied(EnumerablePropertySource<?> source, String name) {
		ConfigurationProperty original = this.content
			.getConfigurationProperty(ConfigurationPropertyName.adapt(name, '.'));
		return original != null && !isWritten(source, name)
				&& isCopy(String.valueOf(original.getValue()), source.getProperty(name));
	}

	private static boolean isWritten(EnumerablePropertySource<?> source, String name) {
		Origin origin = OriginLookup.getOrigin(source, name);
		return origin != null && !origin.getClass().getPackageName().startsWith("io.setpoint.");
	}

	private boolean isCopy(String original, @Nullable Object value) {
		String text = String.valueOf(value);
		return text.equals(original) || ENCRYPTED.matcher(original).matches()
				|| text.equals(this.placeholders.resolve(original));
	}

}
