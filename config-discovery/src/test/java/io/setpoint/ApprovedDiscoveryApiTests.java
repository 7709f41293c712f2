package io.setpoint;

import io.setpoint.discovery.EtcdServiceRegistry;

/**
 * What is public in this module, and what of it is promised.
 */
class ApprovedDiscoveryApiTests extends ApprovedTypes {

	ApprovedDiscoveryApiTests() {
		super(EtcdServiceRegistry.class, "approved-discovery-api.txt", "approved-discovery-internals.txt");
	}

}
