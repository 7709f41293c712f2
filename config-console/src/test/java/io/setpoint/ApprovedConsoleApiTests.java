package io.setpoint;

import io.setpoint.console.access.Role;

/**
 * What is public in this module, and what of it is promised.
 */
class ApprovedConsoleApiTests extends ApprovedTypes {

	ApprovedConsoleApiTests() {
		super(Role.class, "approved-console-api.txt", "approved-console-internals.txt");
	}

}
