package io.setpoint;

/**
 * Gives the values of all types as of one moment. Inject it where two reads must agree.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Snapshots {

	/**
	 * Return the values that are visible now, as one object that does not change.
	 * @return the current snapshot
	 */
	Snapshot current();

}
