package io.setpoint.refresh;

/**
 * Follows what the pipeline decides, after it has become visible. Called one at a time
 * and in order, on a thread that is not the watch loop's.
 *
 * @since 0.1.0
 */
public interface AcceptanceFollower {

	/**
	 * A change has become visible.
	 * @param change the change
	 */
	default void accepted(AcceptedChange change) {
	}

	/**
	 * A change was refused, or waits with one that was.
	 * @param rejection what was refused and why
	 */
	default void rejected(Rejection rejection) {
	}

}
