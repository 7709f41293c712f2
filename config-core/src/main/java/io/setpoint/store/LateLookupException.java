package io.setpoint.store;

import java.io.IOException;

/**
 * Nobody has said in time what the address of a host is.
 */
final class LateLookupException extends IOException {

	private static final long serialVersionUID = 1;

	LateLookupException() {
		super("The host was not looked up in time");
	}

}
