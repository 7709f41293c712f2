package io.setpoint;

import io.setpoint.store.Store;

/**
 * What is public in this module, and what of it is promised.
 */
class ApprovedCoreApiTests extends ApprovedTypes {

	ApprovedCoreApiTests() {
		super(Store.class, "approved-core-api.txt", "approved-core-internals.txt");
	}

}
