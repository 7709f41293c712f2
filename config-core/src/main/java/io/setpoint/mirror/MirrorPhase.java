package io.setpoint.mirror;

/**
 * The states of the machine that keeps the copy of one location.
 *
 * @since 0.1.0
 */
public enum MirrorPhase {

	/**
	 * Nothing runs.
	 */
	STOPPED,

	/**
	 * Waits for a consistent read of all locations.
	 */
	READING,

	/**
	 * A watch is asked for, the server has not opened it.
	 */
	OPENING,

	/**
	 * The watch is open; it is being shown that the store still has the history that the
	 * copy was made from. Changes wait.
	 */
	VERIFYING,

	/**
	 * Changes are handed on.
	 */
	LIVE,

	/**
	 * Something failed; waits to try again.
	 */
	BACKING_OFF

}
