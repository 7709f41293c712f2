package io.setpoint.rollout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A property in which two versions differ.
 *
 * @param property its name
 * @param before its value in the first version, {@code null} if it has none
 * @param after its value in the second version, {@code null} if it has none
 * @since 0.1.0
 */
public record Difference(String property, @Nullable Object before, @Nullable Object after) {

	/**
	 * Compare the properties of two versions.
	 * @param before the values of the first version by name
	 * @param after the values of the second version by name
	 * @return the properties in which they differ, in the order of the names
	 */
	public static List<Difference> between(Map<String, ?> before, Map<String, ?> after) {
		Set<String> names = new TreeSet<>(before.keySet());
		names.addAll(after.keySet());
		return names.stream()
			.map((name) -> new Difference(name, before.get(name), after.get(name)))
			.filter((difference) -> difference.before() == null || !difference.before().equals(difference.after()))
			.toList();
	}

	/**
	 * Return what has become of the property.
	 * @return what has become of it
	 */
	public Kind kind() {
		if (this.before == null) {
			return Kind.ADDED;
		}
		return (this.after == null) ? Kind.REMOVED : Kind.CHANGED;
	}

	/**
	 * Says which property it is, never its values.
	 */
	@Override
	public String toString() {
		return this.property + " " + kind();
	}

	/**
	 * What has become of a property.
	 */
	public enum Kind {

		/**
		 * Only the second version has it.
		 */
		ADDED,

		/**
		 * Both have it, with different values.
		 */
		CHANGED,

		/**
		 * Only the first version has it.
		 */
		REMOVED

	}

}
