package io.setpoint;

import io.setpoint.coordination.EtcdLockRegistry;

/**
 * What is public in this module, and what of it is promised.
 */
class ApprovedCoordinationApiTests extends ApprovedTypes {

	ApprovedCoordinationApiTests() {
		super(EtcdLockRegistry.class, "approved-coordination-api.txt", "approved-coordination-internals.txt");
	}

}
