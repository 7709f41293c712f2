package io.setpoint.configdata;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.setpoint.document.LocationPropertySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Reads the settings from an environment, leaving aside what is in etcd, and says which
 * of them are not valid, where they are set and what to do. Never shows a value.
 */
final class SettingsReader {

	static final String NAME = "spring.application.name";

	private static final ConfigurationPropertyName SETTINGS = ConfigurationPropertyName.of("setpoint");

	private final Iterable<ConfigurationPropertySource> sources;

	private final Binder binder;

	SettingsReader(ConfigurableEnvironment environment) {
		List<PropertySource<?>> propertySources = environment.getPropertySources()
			.stream()
			.<PropertySource<?>>map((source) -> source)
			.filter((source) -> !(source instanceof LocationPropertySource || source instanceof ImportPlace))
			.toList();
		this.sources = ConfigurationPropertySources.from(propertySources);
		this.binder = new Binder(this.sources, new PropertySourcesPlaceholdersResolver(propertySources));
	}

	Binder binder() {
		return this.binder;
	}

	/**
	 * Read whether anything is imported at all. Where nothing is, the other settings need
	 * not be valid.
	 * @return whether it is
	 * @throws InvalidSettingsException if the setting is not valid
	 */
	boolean isEnabled() {
		try {
			return this.binder.bind("setpoint.enabled", boolean.class).orElse(true);
		}
		catch (BindException ex) {
			throw unbindable(ex);
		}
	}

	/**
	 * Read the settings.
	 * @return the settings
	 * @throws InvalidSettingsException if one of them is not valid
	 */
	Settings read() {
		try {
			SetpointProperties properties = properties();
			Settings settings = new Settings(properties, this.binder.bind(NAME, String.class).orElse(null));
			SettingsCheck check = new SettingsCheck(this::origin);
			check.check(properties);
			check.checkName(NAME, settings.application());
			check.throwIfInvalid();
			return settings;
		}
		catch (BindException ex) {
			throw unbindable(ex);
		}
	}

	/**
	 * Bind only what is set: to convert the defaults costs a cold start more than all
	 * else that is done with the settings.
	 * @return the settings
	 */
	private SetpointProperties properties() {
		SetpointProperties defaults = SetpointProperties.DEFAULTS;
		if (hasValue(SETTINGS)) {
			return this.binder.bindOrCreate(SETTINGS, Bindable.of(SetpointProperties.class), null);
		}
		return new SetpointProperties(isEnabled(), bind("config", defaults.config()), bind("etcd", defaults.etcd()),
				bind("watch", defaults.watch()), bind("snapshot", defaults.snapshot()),
				bind("instance", defaults.instance()), bind("rollout", defaults.rollout()),
				bind("fleet", defaults.fleet()), bind("schema", defaults.schema()),
				bind("restrict", defaults.restrict()));
	}

	@SuppressWarnings("unchecked")
	private <T> T bind(String group, T defaults) {
		ConfigurationPropertyName name = SETTINGS.append(group);
		return isSet(name) ? this.binder.bindOrCreate(name, Bindable.of((Class<T>) defaults.getClass()), null)
				: defaults;
	}

	private boolean isSet(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : this.sources) {
			if (source.containsDescendantOf(name) != ConfigurationPropertyState.ABSENT) {
				return true;
			}
		}
		return hasValue(name);
	}

	/**
	 * Whether there is a value where there should be names below, which is for the binder
	 * to refuse.
	 * @param name the name
	 * @return whether it has one
	 */
	private boolean hasValue(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : this.sources) {
			if (source.getConfigurationProperty(name) != null) {
				return true;
			}
		}
		return false;
	}

	private static InvalidSettingsException unbindable(BindException failure) {
		ConfigurationProperty property = failure.getProperty();
		String name = ((property != null) ? property.getName() : failure.getName()).toString();
		Class<?> type = failure.getTarget().getType().resolve(Object.class);
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof PlaceholderResolutionException) {
				return new InvalidSettingsException(List
					.of(new InvalidSetting(name, origin(property), SettingsCheck.UNRESOLVED, SettingsCheck.RESOLVE)));
			}
		}
		return new InvalidSettingsException(List.of(new InvalidSetting(name, origin(property),
				"cannot be converted to " + type.getSimpleName(), "Write " + example(type))));
	}

	private static String example(Class<?> type) {
		if (type == Duration.class) {
			return "a time such as '500ms', '3s' or '5m'";
		}
		if (ClassUtils.resolvePrimitiveIfNecessary(type) == Boolean.class) {
			return "'true' or 'false'";
		}
		if (type.isEnum()) {
			return Stream.of(type.getEnumConstants())
				.map((constant) -> "'" + constant.toString().toLowerCase(Locale.ROOT) + "'")
				.collect(Collectors.joining(" or "));
		}
		return Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type)) ? "a number"
				: "a value as the documentation of the setting describes it";
	}

	private static @Nullable Origin origin(@Nullable ConfigurationProperty property) {
		return (property != null) ? property.getOrigin() : null;
	}

	/**
	 * Return where a setting comes from.
	 * @param name its name, which may end in the key of a map as it was written
	 * @return its origin, if it is known
	 */
	private @Nullable Origin origin(String name) {
		ConfigurationPropertyName setting = ConfigurationPropertyName.adapt(name, '.');
		for (ConfigurationPropertySource source : this.sources) {
			ConfigurationProperty property = source.getConfigurationProperty(setting);
			property = (property != null) ? property : source.getConfigurationProperty(setting.append("[0]"));
			property = (property != null) ? property : below(setting, source);
			if (property != null) {
				return property.getOrigin();
			}
		}
		return null;
	}

	private static @Nullable ConfigurationProperty below(ConfigurationPropertyName setting,
			ConfigurationPropertySource source) {
		return (source instanceof IterableConfigurationPropertySource iterable) ? iterable.stream()
			.filter(setting::isAncestorOf)
			.findFirst()
			.map(source::getConfigurationProperty)
			.orElse(null) : null;
	}

}
