package io.setpoint;

/**
 * What is public in the starter, and what of it is promised.
 */
class ApprovedApiTests extends ApprovedTypes {

	ApprovedApiTests() {
		super(Live.class, "approved-api.txt", "approved-internals.txt");
	}

}
