package io.setpoint.binding;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ObjectUtils;

/**
 * What the binder handed to the setters of a stand-in, and what it was bound from.
 *
 * @since 0.1.0
 */
public final class Handed {

	/**
	 * Nothing was handed over, and nothing was set.
	 */
	static final Handed NOTHING = new Handed(null, Map.of(), Map.of());

	private final @Nullable Object standIn;

	private final Map<ConfigurationPropertyName, Leaf> leaves;

	private final Map<ConfigurationPropertyName, Object> values;

	Handed(@Nullable Object standIn, Map<ConfigurationPropertyName, Leaf> leaves,
			Map<ConfigurationPropertyName, Object> values) {
		this.standIn = standIn;
		this.leaves = leaves;
		this.values = values;
	}

	/**
	 * The instance that was bound.
	 * @return the stand-in, {@code null} if the properties were checked without one
	 */
	@Nullable Object standIn() {
		return this.standIn;
	}

	/**
	 * Whether an instance was bound.
	 * @return {@code false} if the properties were checked without one
	 */
	public boolean isBound() {
		return this.standIn != null;
	}

	@Nullable Object value(ConfigurationPropertyName name) {
		return this.values.get(name);
	}

	/**
	 * Return the names of the properties that are set, changed or gone.
	 * @param before what was handed before
	 * @return the names
	 */
	Set<ConfigurationPropertyName> changedSince(Handed before) {
		Set<ConfigurationPropertyName> changed = new HashSet<>();
		this.leaves.forEach((name, leaf) -> {
			if (!leaf.isSame(before.leaves.get(name))) {
				changed.add(name);
			}
		});
		before.leaves.keySet().stream().filter((name) -> !this.leaves.containsKey(name)).forEach(changed::add);
		return changed;
	}

	/**
	 * Return what a bean has been given if some properties could not be handed to it.
	 * @param before what it had been given
	 * @param failed the names of the properties
	 * @return this, with what was before at and below those names
	 */
	Handed except(Handed before, Set<ConfigurationPropertyName> failed) {
		return failed.isEmpty() ? this : new Handed(this.standIn, mix(before.leaves, this.leaves, failed),
				mix(before.values, this.values, failed));
	}

	private static <V> Map<ConfigurationPropertyName, V> mix(Map<ConfigurationPropertyName, V> before,
			Map<ConfigurationPropertyName, V> after, Set<ConfigurationPropertyName> failed) {
		Map<ConfigurationPropertyName, V> mixed = new HashMap<>(after);
		mixed.keySet().removeIf((name) -> isBelow(name, failed));
		before.forEach((name, value) -> {
			if (isBelow(name, failed)) {
				mixed.put(name, value);
			}
		});
		return mixed;
	}

	private static boolean isBelow(ConfigurationPropertyName name, Set<ConfigurationPropertyName> ancestors) {
		return ancestors.stream().anyMatch((ancestor) -> ancestor.equals(name) || ancestor.isAncestorOf(name));
	}

	/**
	 * Compare values whose own comparison may fail.
	 * @param left a value
	 * @param right another one
	 * @return whether they are equal, and say so
	 */
	static boolean isEqual(@Nullable Object left, @Nullable Object right) {
		try {
			return ObjectUtils.nullSafeEquals(left, right);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			return left == right;
		}
	}

	/**
	 * Whether a value is all that there is to it: what else an object may be, or hold on
	 * to, is not known.
	 * @param value the value
	 * @return {@code true} if it can be compared, and be had by several
	 */
	static boolean isPlain(@Nullable Object value) {
		return value == null || value instanceof Enum
				|| value instanceof Comparable<?> && value.getClass().getName().startsWith("java.");
	}

	/**
	 * A property as it was written and as it was converted.
	 *
	 * @param written the value in its source
	 * @param converted what it became
	 */
	record Leaf(Object written, Object converted) {

		/**
		 * Classes without an {@code equals} method are the same if they come from the
		 * same text. What a placeholder stands for is not in the text.
		 * @param other another leaf
		 * @return whether there is nothing to hand over
		 */
		boolean isSame(@Nullable Leaf other) {
			return other != null && (isEqual(this.converted, other.converted) || (isEqual(this.written, other.written)
					&& !(this.written instanceof CharSequence text && text.toString().contains("${"))));
		}

	}

}
