package io.setpoint;

/**
 * The values of all bound types as one publication made them visible. Immutable.
 *
 * @since 0.1.0
 */
public interface Snapshot {

	/**
	 * Return the value of a type.
	 * @param type a {@code @ConfigurationProperties} type with exactly one bean
	 * @param <T> the type
	 * @return its value
	 * @throws IllegalArgumentException if the type has no bean, or more than one
	 */
	<T> T get(Class<T> type);

	/**
	 * Say where the value of a type comes from.
	 * @param type a {@code @ConfigurationProperties} type with exactly one bean
	 * @return its origin
	 * @throws IllegalArgumentException if the type has no bean, or more than one
	 */
	LiveOrigin origin(Class<?> type);

	/**
	 * The etcd revision up to which everything was worked off: accepted, or refused and
	 * reported.
	 * @return the revision, or 0 if nothing has been read yet
	 */
	long revision();

}
