package io.setpoint.document;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * A name of a content, with its descendants, as Boot's binder sees it.
 */
final class ContentConfigurationPropertySource implements IterableConfigurationPropertySource {

	private final LocationContent content;

	private final String prefix;

	private final String belowPrefix;

	private final @Nullable PropertySource<?> wrapper;

	private volatile @Nullable List<ConfigurationPropertyName> names;

	/**
	 * Create a source.
	 * @param content the content
	 * @param prefix the name
	 * @param wrapper what the values are read through, {@code null} for nothing
	 */
	ContentConfigurationPropertySource(LocationContent content, ConfigurationPropertyName prefix,
			@Nullable PropertySource<?> wrapper) {
		this.content = content;
		this.wrapper = wrapper;
		this.prefix = SortKey.of(prefix);
		this.belowPrefix = SortKey.below(this.prefix);
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		String key = SortKey.of(name);
		if (!SortKey.isWithin(key, this.prefix)) {
			return null;
		}
		Slot slot = this.content.propertyTable().get(key);
		Object value = (slot != null) ? value(slot.winner()) : null;
		return (slot != null && value != null) ? new ConfigurationProperty(name, value, slot.winner().origin()) : null;
	}

	private @Nullable Object value(Property property) {
		return (this.wrapper != null) ? this.wrapper.getProperty(property.spelling()) : property.value();
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		String below = SortKey.below(SortKey.of(name));
		String narrower = below;
		if (this.prefix.startsWith(below)) {
			narrower = (this.content.propertyTable().get(this.prefix) != null) ? this.prefix : this.belowPrefix;
		}
		else if (!below.startsWith(this.belowPrefix)) {
			return ConfigurationPropertyState.ABSENT;
		}
		String found = this.content.propertyTable().ceiling(narrower);
		return (found != null && found.startsWith(narrower)) ? ConfigurationPropertyState.PRESENT
				: ConfigurationPropertyState.ABSENT;
	}

	@Override
	public Stream<ConfigurationPropertyName> stream() {
		List<ConfigurationPropertyName> names = this.names;
		if (names == null) {
			names = range().map(Slot::winner).sorted(Property.written()).map(Property::name).toList();
			this.names = names;
		}
		return names.stream();
	}

	private Stream<Slot> range() {
		Slot own = this.prefix.isEmpty() ? null : this.content.propertyTable().get(this.prefix);
		List<Slot> below = this.content.propertyTable().startingWith(this.belowPrefix);
		return Stream.concat(Stream.ofNullable(own), below.stream());
	}

	@Override
	public Object getUnderlyingSource() {
		return this.content;
	}

	@Override
	public String toString() {
		return this.content.toString();
	}

}
