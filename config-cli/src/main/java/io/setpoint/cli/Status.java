package io.setpoint.cli;

import java.util.Locale;

/**
 * How a command ended, for whoever called it.
 */
enum Status {

	/**
	 * What was asked for is done, or was so already.
	 */
	DONE(0),

	/**
	 * Refused by phase, schema or fleet; unhealthy; different.
	 */
	REFUSED(1),

	/**
	 * What was asked for makes no sense as it was written.
	 */
	USAGE(2),

	/**
	 * Somebody else has changed it in the meantime.
	 */
	CONFLICT(3),

	/**
	 * etcd is out of reach.
	 */
	UNREACHABLE(4);

	private final int code;

	Status(int code) {
		this.code = code;
	}

	/**
	 * Return the exit status of the process.
	 * @return the number
	 */
	int code() {
		return this.code;
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
