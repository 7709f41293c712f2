package io.setpoint.document;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * One chunk of a content as an immutable property source.
 */
final class ChunkPropertySource extends EnumerablePropertySource<Chunk<Slot>>
		implements PropertySourceInfo, OriginLookup<String> {

	private final Map<String, Property> properties;

	private final String[] names;

	private final @Nullable PropertySource<?> wrapper;

	/**
	 * Create a source.
	 * @param name the name of the source
	 * @param chunk the chunk
	 * @param wrapper what the values are read through, {@code null} for nothing
	 */
	ChunkPropertySource(String name, Chunk<Slot> chunk, @Nullable PropertySource<?> wrapper) {
		super(name, chunk);
		this.wrapper = wrapper;
		this.properties = new HashMap<>(chunk.size() * 2);
		chunk.values().forEach((slot) -> this.properties.put(slot.winner().spelling(), slot.winner()));
		this.names = chunk.values()
			.stream()
			.map(Slot::winner)
			.sorted(Property.written())
			.map(Property::spelling)
			.toArray(String[]::new);
	}

	@Override
	public @Nullable Object getProperty(String name) {
		Property property = this.properties.get(name);
		if (property == null) {
			return null;
		}
		return (this.wrapper != null) ? this.wrapper.getProperty(name) : property.value();
	}

	@Override
	public boolean containsProperty(String name) {
		return this.properties.containsKey(name);
	}

	@Override
	public String[] getPropertyNames() {
		return this.names;
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		Property property = this.properties.get(name);
		return (property != null) ? property.origin() : null;
	}

	@Override
	public boolean isImmutable() {
		return true;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " {name='" + this.name + "'}";
	}

}
