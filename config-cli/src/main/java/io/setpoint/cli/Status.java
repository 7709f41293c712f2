package io.setpoint.cli;

import java.util.Locale;

/**
 * How a command ended, for whoever called it.
 */
enum Status {

	/**
	 * What was asked for is done, or was so already.
	 */
	DONE,

	/**
	 * Refused by phase, schema or fleet; unhealthy; different.
	 */
	REFUSED,

	/**
	 * What was asked for makes no sense as it was written.
	 */
	USAGE,

	/**
	 * Somebody else has changed it in the meantime.
	 */
	CONFLICT,

	/**
	 * etcd is out of reach.
	 */
	UNREACHABLE;

	/**
	 * Return the exit status of the process.
	 * @return the number
	 */
	int code() {
		return ordinal();
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
