package io.setpoint.acceptance;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.Handed;
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

	private final int count;

	private final Map<BoundType, CompletableFuture<Void>> followed;

	private final boolean foreign;

	AcceptedChange(Publication before, Publication after, Collection<BoundType> types,
			Collection<ConfigurationPropertyName> names) {
		this(before, after, types, names, false);
	}

	AcceptedChange(Publication before, Publication after, Collection<BoundType> types,
			Collection<ConfigurationPropertyName> names, boolean foreign) {
		this(before, after, types, names, 1, Map.of(), foreign);
	}

	private AcceptedChange(Publication before, Publication after, Collection<BoundType> types,
			Collection<ConfigurationPropertyName> names, int count, Map<BoundType, CompletableFuture<Void>> followed,
			boolean foreign) {
		this.before = before;
		this.after = after;
		this.types = Set.copyOf(types);
		this.names = Set.copyOf(names);
		this.count = count;
		this.followed = Map.copyOf(followed);
		this.foreign = foreign;
	}

	/**
	 * Return whether the change comes from elsewhere than etcd, and was published as an
	 * event by whoever has made it.
	 * @return {@code true} if it does
	 */
	public boolean isForeign() {
		return this.foreign;
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

	@Nullable Handed handedBefore(BoundType type) {
		return this.before.handed(type);
	}

	@Nullable Handed handedAfter(BoundType type) {
		return this.after.handed(type);
	}

	/**
	 * Return how many changes this is: those that wait for somebody who is slow are told
	 * as one.
	 * @return the number of changes
	 */
	public int count() {
		return this.count;
	}

	/**
	 * Return when the setter-based bean of a type has taken over its new values. It may
	 * take its time, or never be done.
	 * @param type the type
	 * @return completes when it has, at once if there is nothing to take over
	 */
	public CompletableFuture<Void> followed(BoundType type) {
		return this.followed.getOrDefault(type, CompletableFuture.completedFuture(null));
	}

	AcceptedChange followedBy(Map<BoundType, CompletableFuture<Void>> followed) {
		return new AcceptedChange(this.before, this.after, this.types, this.names, this.count, followed, this.foreign);
	}

	/**
	 * Return the part of the change that concerns one type.
	 * @param type one of its types
	 * @return the part
	 */
	AcceptedChange of(BoundType type) {
		return new AcceptedChange(this.before, this.after, Set.of(type), this.names, this.count, this.followed,
				this.foreign);
	}

	/**
	 * Return this change and a later one as one.
	 * @param later the later change
	 * @return what both have changed
	 */
	public AcceptedChange then(AcceptedChange later) {
		Set<BoundType> types = new LinkedHashSet<>(this.types);
		types.addAll(later.types);
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>(this.names);
		names.addAll(later.names);
		Map<BoundType, CompletableFuture<Void>> followed = new HashMap<>(this.followed);
		followed.putAll(later.followed);
		return new AcceptedChange(this.before, later.after, types, names, this.count + later.count, followed,
				this.foreign && later.foreign);
	}

}
