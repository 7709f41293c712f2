package io.setpoint;

/**
 * The values of all bound types as one publication made them visible. Immutable.
 *
 * @since 0.1.0
 */
public interface Snapshot {

	/**
	 * Return the value of a type.
	 * @param type a {@code @ConfigurationProperties} type with one bean, or with one that
	 * is preferred as {@code @Primary} or because the others are {@code @Fallback} or no
	 * default candidates
	 * @param <T> the type
	 * @return its value
	 * @throws IllegalArgumentException if the type has no bean, or several to choose from
	 */
	<T> T get(Class<T> type);

	/**
	 * Say where the value of a type comes from.
	 * @param type a {@code @ConfigurationProperties} type as for {@link #get(Class)}
	 * @return its origin
	 * @throws IllegalArgumentException if the type has no bean, or several to choose from
	 */
	LiveOrigin origin(Class<?> type);

	/**
	 * The etcd revision up to which everything was worked off: accepted, or refused and
	 * reported.
	 * @return the revision, or 0 if nothing has been read yet
	 */
	long revision();

}
