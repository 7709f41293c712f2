package io.setpoint.binding;

import java.util.HashSet;
import java.util.List;

import io.setpoint.document.Delegation;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * One source of the environment.
 */
interface Layer {

	ConfigurationPropertySource restricted(ConfigurationPropertyName prefix, Contents contents);

	ConfigurationPropertySource unrestricted(Contents contents);

	@Nullable Object unadapted(String name);

	/**
	 * Return whether the layer can have properties of a type, so that the type has to be
	 * bound from it: each source that is left out is not asked for each property.
	 * @param prefix the prefix of the type
	 * @return {@code false} if it has certainly none
	 */
	default boolean mayHave(ConfigurationPropertyName prefix) {
		return true;
	}

	/**
	 * Return whether the layer asks the locations' sources for what they contain, so that
	 * these have to show the candidate to the thread that binds it.
	 * @return {@code true} if it does
	 */
	default boolean asksLocations() {
		return false;
	}

	/**
	 * Find out what a source is.
	 * @param source the source
	 * @param direct the locations whose own sources are in the environment
	 * @return the layer
	 */
	static Layer of(PropertySource<?> source, List<LocationPropertySource> direct) {
		if (source instanceof LocationPropertySource location) {
			return new LocationLayer(location);
		}
		Delegation delegation = Delegation.of(source);
		if (delegation.locations().isEmpty() || delegation.cached()) {
			return FixedLayer.of(source);
		}
		LocationPropertySource location = delegation.locations().get(0);
		boolean wrapped = delegation.locations().size() == 1 && !direct.contains(location);
		return (wrapped && isWrapper(source, location)) ? new WrappedLayer(location, source)
				: new DerivedLayer(source, delegation.locations());
	}

	/**
	 * A wrapper has the names of what it is around, and what is not enumerable has those
	 * that are asked for.
	 * @param source the source
	 * @param location the one location that it has its answers from
	 * @return whether it has nothing besides
	 */
	private static boolean isWrapper(PropertySource<?> source, LocationPropertySource location) {
		return !(source instanceof EnumerablePropertySource<?> enumerable)
				|| new HashSet<>(List.of(location.getPropertyNames()))
					.equals(new HashSet<>(List.of(enumerable.getPropertyNames())));
	}

	record LocationLayer(LocationPropertySource location) implements Layer {

		@Override
		public ConfigurationPropertySource restricted(ConfigurationPropertyName prefix, Contents contents) {
			return contents.of(this.location).source(prefix);
		}

		@Override
		public ConfigurationPropertySource unrestricted(Contents contents) {
			return contents.of(this.location).source(ConfigurationPropertyName.EMPTY);
		}

		@Override
		public @Nullable Object unadapted(String name) {
			return null;
		}

	}

	/**
	 * Somebody else's wrapper in the place of a location: the names are the candidate's,
	 * their values what the wrapper makes of them.
	 */
	record WrappedLayer(LocationPropertySource location, PropertySource<?> wrapper) implements Layer {

		@Override
		public ConfigurationPropertySource restricted(ConfigurationPropertyName prefix, Contents contents) {
			return contents.of(this.location).source(prefix, this.wrapper);
		}

		@Override
		public ConfigurationPropertySource unrestricted(Contents contents) {
			return contents.of(this.location).source(ConfigurationPropertyName.EMPTY, this.wrapper);
		}

		@Override
		public @Nullable Object unadapted(String name) {
			return null;
		}

		@Override
		public boolean asksLocations() {
			return true;
		}

	}

	/**
	 * A source that has other things as well, and so may have any names for each
	 * candidate. They are looked up once for each.
	 */
	final class DerivedLayer implements Layer {

		private final PropertySource<?> source;

		private final List<LocationPropertySource> locations;

		private List<LocationContent> seen = List.of();

		private @Nullable FixedLayer current;

		DerivedLayer(PropertySource<?> source, List<LocationPropertySource> locations) {
			this.source = source;
			this.locations = locations;
		}

		@Override
		public ConfigurationPropertySource restricted(ConfigurationPropertyName prefix, Contents contents) {
			return unrestricted(contents);
		}

		@Override
		public ConfigurationPropertySource unrestricted(Contents contents) {
			List<LocationContent> now = this.locations.stream().map(contents::of).toList();
			FixedLayer current = this.current;
			if (current == null || !now.equals(this.seen)) {
				current = FixedLayer.of((this.source instanceof EnumerablePropertySource<?> enumerable)
						? new Names(enumerable) : this.source);
				this.current = current;
				this.seen = now;
			}
			return current.adapted();
		}

		@Override
		public @Nullable Object unadapted(String name) {
			return this.source.getProperty(name);
		}

		@Override
		public boolean asksLocations() {
			return true;
		}

	}

	/**
	 * The names that a source has at one moment. Boot would keep those of a source that
	 * may change beyond it.
	 */
	final class Names extends EnumerablePropertySource<EnumerablePropertySource<?>>
			implements OriginLookup<String>, PropertySourceInfo {

		private final String[] names;

		Names(EnumerablePropertySource<?> source) {
			super(source.getName(), source);
			this.names = source.getPropertyNames();
		}

		@Override
		public String[] getPropertyNames() {
			return this.names;
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return this.source.getProperty(name);
		}

		@Override
		public @Nullable Origin getOrigin(String name) {
			return OriginLookup.getOrigin(this.source, name);
		}

		@Override
		public boolean isImmutable() {
			return true;
		}

	}

}
