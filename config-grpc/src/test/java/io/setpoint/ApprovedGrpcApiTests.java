package io.setpoint;

import io.setpoint.grpc.SetpointGrpcAutoConfiguration;

/**
 * What is public in this module, and what of it is promised.
 */
class ApprovedGrpcApiTests extends ApprovedTypes {

	ApprovedGrpcApiTests() {
		super(SetpointGrpcAutoConfiguration.class, "approved-grpc-api.txt", "approved-grpc-internals.txt");
	}

}
