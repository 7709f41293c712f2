package io.setpoint.binding;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A source that no location has to do with.
 *
 * @param source the source
 * @param adapted the source as Boot's binder sees it
 */
record FixedLayer(PropertySource<?> source, ConfigurationPropertySource adapted) implements Layer {

	/**
	 * Below which names random values are, by the class of their source. Spring Cloud's
	 * may not be there.
	 */
	private static final Map<String, ConfigurationPropertyName> RANDOM = Map.of(
			RandomValuePropertySource.class.getName(), ConfigurationPropertyName.of("random"),
			"org.springframework.cloud.util.random.CachedRandomPropertySource",
			ConfigurationPropertyName.of("cachedrandom"));

	private static final String VARIABLES = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	static FixedLayer of(PropertySource<?> source) {
		ConfigurationPropertySource adapted = Objects.requireNonNull(ConfigurationPropertySource.from(source));
		if (source instanceof PropertySourceInfo info && info.getPrefix() != null) {
			adapted = adapted.withPrefix(info.getPrefix());
		}
		return new FixedLayer(source, adapted);
	}

	@Override
	public ConfigurationPropertySource restricted(ConfigurationPropertyName prefix, Contents contents) {
		return this.adapted;
	}

	/**
	 * What is in a map stands among its names, and where random values are is known. Any
	 * other source may answer for names that it does not tell.
	 */
	@Override
	public boolean mayHave(ConfigurationPropertyName prefix) {
		ConfigurationPropertyName random = RANDOM.get(this.source.getClass().getName());
		if (random != null) {
			return prefix.isEmpty() || prefix.equals(random) || random.isAncestorOf(prefix);
		}
		if (!isMap() || prefix.isEmpty()) {
			return true;
		}
		return isAnyNamedLike(prefix) && (this.adapted.containsDescendantOf(prefix) != ConfigurationPropertyState.ABSENT
				|| this.adapted.getConfigurationProperty(prefix) != null);
	}

	/**
	 * Boot reads all names of the system properties anew each time that it is asked, for
	 * they may have changed. Most often none of them is like the prefix at all.
	 * @param prefix the prefix of the type
	 * @return {@code false} if it is certain that Boot finds nothing
	 */
	private boolean isAnyNamedLike(ConfigurationPropertyName prefix) {
		String text = prefix.toString();
		if (!(this.source instanceof PropertiesPropertySource properties) || text.indexOf('[') >= 0) {
			return true;
		}
		Set<?> names = properties.getSource().keySet();
		return names.stream().anyMatch((name) -> name instanceof String spelled && beginsLike(spelled, text));
	}

	/**
	 * Compare what counts when Boot maps names: letters, whatever their case, and digits.
	 * @param name a name in any spelling
	 * @param beginning the canonical form of a name
	 * @return whether the name begins with it
	 */
	static boolean beginsLike(String name, String beginning) {
		int position = 0;
		for (int i = 0; i < beginning.length(); i++) {
			char wanted = beginning.charAt(i);
			if (isCounted(wanted)) {
				while (position < name.length() && !isCounted(Character.toLowerCase(name.charAt(position)))) {
					position++;
				}
				if (position == name.length() || Character.toLowerCase(name.charAt(position++)) != wanted) {
					return false;
				}
			}
		}
		return true;
	}

	private static boolean isCounted(char character) {
		return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
	}

	/**
	 * Variables are found by names that they are not spelled like, unless Boot takes them
	 * for such by the name of their source; it finds names in a source with a prefix that
	 * are not below it; and what somebody else's map answers for is not known.
	 * @return whether the names of the source are all that it answers for
	 */
	private boolean isMap() {
		if (this.source instanceof PropertySourceInfo info && info.getPrefix() != null) {
			return false;
		}
		if (this.source instanceof SystemEnvironmentPropertySource) {
			String name = this.source.getName();
			return name.equals(VARIABLES) || name.endsWith("-" + VARIABLES);
		}
		return this.source instanceof MapPropertySource
				&& this.source.getClass().getName().startsWith("org.springframework.");
	}

	@Override
	public ConfigurationPropertySource unrestricted(Contents contents) {
		return this.adapted;
	}

	@Override
	public @Nullable Object unadapted(String name) {
		return this.source.getProperty(name);
	}

}
