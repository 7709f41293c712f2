package io.setpoint;

import io.setpoint.test.EtcdTest;

/**
 * What is public in the test starter, and what of it is promised.
 */
class ApprovedTestApiTests extends ApprovedTypes {

	ApprovedTestApiTests() {
		super(EtcdTest.class, "approved-test-api.txt", "approved-test-internals.txt");
	}

}
