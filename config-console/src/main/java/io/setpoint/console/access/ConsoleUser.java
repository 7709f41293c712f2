package io.setpoint.console.access;

/**
 * A user that the console's own settings name, told from one of an identity provider that
 * has the same name.
 *
 * @since 0.1.0
 */
public final class ConsoleUser {

	/**
	 * The authority that only such users have.
	 */
	public static final String AUTHORITY = "SETPOINT_CONSOLE_USER";

	private ConsoleUser() {
	}

}
