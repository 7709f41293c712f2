package io.setpoint.mirror;

/**
 * How a {@link Revision} came to be known.
 *
 * @since 0.1.0
 */
public enum Cause {

	/**
	 * The watch delivered it: exactly the changes of one revision of etcd.
	 */
	WATCH,

	/**
	 * All locations were read again: the differences to what was known, as of the
	 * revision of the read.
	 */
	RESYNC,

	/**
	 * Somebody asked for a refresh: the differences to what was known, as of the revision
	 * of the read.
	 */
	REFRESH

}
