package io.setpoint.rollout;

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
