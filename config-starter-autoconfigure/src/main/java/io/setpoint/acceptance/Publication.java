package io.setpoint.acceptance;

import java.util.Collection;

import io.setpoint.LiveOrigin;
import io.setpoint.Snapshot;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Handed;
import org.jspecify.annotations.Nullable;

/**
 * The values of all bound types at one moment. Immutable.
 */
final class Publication implements Snapshot {

	private final BoundTypes types;

	private final long revision;

	private final @Nullable Object[] values;

	private final @Nullable LiveOrigin[] origins;

	private final @Nullable Object[] properties;

	private final @Nullable Handed[] handed;

	private final Variants variants;

	private Publication(BoundTypes types, long revision, @Nullable Object[] values, @Nullable LiveOrigin[] origins,
			@Nullable Object[] properties, @Nullable Handed[] handed, Variants variants) {
		this.handed = handed;
		this.variants = variants;
		this.types = types;
		this.revision = revision;
		this.values = values;
		this.origins = origins;
		this.properties = properties;
	}

	static Publication empty(BoundTypes types) {
		int size = types.size();
		return new Publication(types, 0, new Object[size], new LiveOrigin[size], new Object[size], new Handed[size],
				Variants.NONE);
	}

	/**
	 * Return a successor in which some types have new values.
	 * @param revision the revision up to which everything is worked off
	 * @param changes the new values
	 * @param variants what some subjects have instead
	 * @return the successor
	 */
	Publication with(long revision, Collection<NewValue> changes, Variants variants) {
		if (changes.isEmpty()) {
			return new Publication(this.types, revision, this.values, this.origins, this.properties, this.handed,
					variants);
		}
		@Nullable Object[] values = this.values.clone();
		@Nullable LiveOrigin[] origins = this.origins.clone();
		@Nullable Object[] properties = this.properties.clone();
		@Nullable Handed[] handed = this.handed.clone();
		for (NewValue change : changes) {
			values[change.type().index()] = change.value();
			origins[change.type().index()] = change.origin();
			properties[change.type().index()] = change.properties();
			handed[change.type().index()] = change.handed();
		}
		return new Publication(this.types, revision, values, origins, properties, handed, variants);
	}

	/**
	 * Return what somebody sees for whom it was decided.
	 * @param decision the decision, as of the variants
	 * @return the publication, without variants
	 */
	Publication decided(long decision) {
		@Nullable Object[] values = this.values.clone();
		@Nullable LiveOrigin[] origins = this.origins.clone();
		for (int i = 0; i < values.length; i++) {
			Object value = this.variants.value(i, decision);
			values[i] = (value != null) ? value : values[i];
			LiveOrigin origin = this.variants.origin(i, decision);
			origins[i] = (origin != null) ? origin : origins[i];
		}
		return new Publication(this.types, this.revision, values, origins, this.properties, this.handed, Variants.NONE);
	}

	Variants variants() {
		return this.variants;
	}

	@Nullable Object value(BoundType type, long decision) {
		Object value = (decision != 0) ? this.variants.value(type.index(), decision) : null;
		return (value != null) ? value : this.values[type.index()];
	}

	@Nullable LiveOrigin origin(BoundType type, long decision) {
		LiveOrigin origin = (decision != 0) ? this.variants.origin(type.index(), decision) : null;
		return (origin != null) ? origin : this.origins[type.index()];
	}

	@Nullable Object value(BoundType type) {
		return this.values[type.index()];
	}

	@Nullable LiveOrigin origin(BoundType type) {
		return this.origins[type.index()];
	}

	/**
	 * Return what the value of a type was bound from.
	 * @param type the type
	 * @return the properties as they were converted, {@code null} if it was not bound
	 */
	@Nullable Object properties(BoundType type) {
		return this.properties[type.index()];
	}

	/**
	 * Return what the setters of a type were given.
	 * @param type the type
	 * @return what they were given, {@code null} if it has none or was not bound
	 */
	@Nullable Handed handed(BoundType type) {
		return this.handed[type.index()];
	}

	@Override
	public <T> T get(Class<T> type) {
		return type.cast(require(type, value(this.types.get(type))));
	}

	@Override
	public LiveOrigin origin(Class<?> type) {
		return require(type, origin(this.types.get(type)));
	}

	@Override
	public long revision() {
		return this.revision;
	}

	private static <V> V require(Class<?> type, @Nullable V value) {
		if (value == null) {
			throw new IllegalArgumentException(
					type.getName() + " has not been bound yet, or no instance of it is as complete as its bean");
		}
		return value;
	}

	@Override
	public String toString() {
		return "Snapshot of " + this.types.size() + " types at revision " + this.revision;
	}

	/**
	 * A type's new value.
	 *
	 * @param type the type
	 * @param value its value, {@code null} if nobody is to get it
	 * @param properties what it was bound from, as it was converted
	 * @param origin where the value comes from
	 * @param handed what its setters were given, {@code null} if it has none
	 */
	record NewValue(BoundType type, @Nullable Object value, Object properties, LiveOrigin origin,
			@Nullable Handed handed) {
	}

}
