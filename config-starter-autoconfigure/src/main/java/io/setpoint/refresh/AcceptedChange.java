package io.setpoint.refresh;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.setpoint.binding.BoundType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * A change that has become visible.
 *
 * @since 0.1.0
 */
public final class AcceptedChange {

	private final Publication before;

	private final Publication after;

	private final Set<BoundType> types;

	private final Set<ConfigurationPropertyName> names;

	AcceptedChange(Publication before, Publication after, Collection<BoundType> types,
			Collection<ConfigurationPropertyName> names) {
		this.before = before;
		this.after = after;
		this.types = Set.copyOf(types);
		this.names = Set.copyOf(names);
	}

	/**
	 * Return the revision that was accepted.
	 * @return the etcd revision
	 */
	public long revision() {
		return this.after.revision();
	}

	/**
	 * Return the types whose values differ from those before.
	 * @return the types
	 */
	public Set<BoundType> types() {
		return this.types;
	}

	/**
	 * Return the properties that were set, changed or removed in a location.
	 * @return their names
	 */
	public Set<ConfigurationPropertyName> names() {
		return this.names;
	}

	/**
	 * Return the value that a type had before.
	 * @param type the type
	 * @return its value or {@code null} if it had not been bound
	 */
	public @Nullable Object valueBefore(BoundType type) {
		return this.before.value(type);
	}

	/**
	 * Return the value that the change gave to a type.
	 * @param type the type
	 * @return its value or {@code null} if it has not been bound
	 */
	public @Nullable Object valueAfter(BoundType type) {
		return this.after.value(type);
	}

	AcceptedChange then(AcceptedChange later) {
		Set<BoundType> types = new LinkedHashSet<>(this.types);
		types.addAll(later.types);
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>(this.names);
		names.addAll(later.names);
		return new AcceptedChange(this.before, later.after, types, names);
	}

}
