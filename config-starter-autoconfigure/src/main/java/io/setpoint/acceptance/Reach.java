package io.setpoint.acceptance;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.setpoint.binding.BoundType;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What changes have to do with, known before anything is bound: their keys, all names to
 * which these contribute something else than before, whether or not it wins there, and
 * the types that read such a name. What is reached in common is decided in common.
 */
final class Reach {

	private final Set<String> keys = new LinkedHashSet<>();

	private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

	private final Set<BoundType> types = new LinkedHashSet<>();

	static Reach of(Collection<String> keys, Collection<ConfigurationPropertyName> names, Collection<BoundType> types) {
		Reach reach = new Reach();
		reach.keys.addAll(keys);
		reach.names.addAll(names);
		reach.types.addAll(types);
		return reach;
	}

	/**
	 * Return this as the reach of changes that are left of those that it is of. Whatever
	 * waits with a type waits, also when the change that has made it wait was taken back.
	 * @param keys the keys of the changes
	 * @param earlier what earlier changes had to do with
	 * @return the reach
	 */
	Reach left(Set<String> keys, Reach earlier) {
		Reach left = of(keys, this.names, this.types);
		left.types.addAll(earlier.types);
		return left;
	}

	void add(Reach other) {
		this.keys.addAll(other.keys);
		this.names.addAll(other.names);
		this.types.addAll(other.types);
	}

	void add(BoundType type) {
		this.types.add(type);
	}

	Set<String> keys() {
		return this.keys;
	}

	Set<ConfigurationPropertyName> names() {
		return this.names;
	}

	Set<BoundType> types() {
		return this.types;
	}

	boolean isConnected(Reach other) {
		return containsAny(this.types, other.types) || containsAny(this.keys, other.keys);
	}

	boolean isNamedBy(Set<ConfigurationPropertyName> references) {
		return containsAny(references, this.names);
	}

	/**
	 * Ask the larger set: what waits may be thousands of times as large as a change.
	 * @param left a set
	 * @param right another set
	 * @return whether they have anything in common
	 */
	private static boolean containsAny(Set<?> left, Set<?> right) {
		Set<?> larger = (left.size() < right.size()) ? right : left;
		for (Object candidate : (larger == left) ? right : left) {
			if (larger.contains(candidate)) {
				return true;
			}
		}
		return false;
	}

}
