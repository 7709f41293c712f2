package io.setpoint;

import java.io.IOException;

import io.setpoint.grpc.SetpointGrpcAutoConfiguration;
import org.junit.jupiter.api.Test;

/**
 * A type becomes public on purpose. What applications may rely on is listed in
 * {@code approved-grpc-api.txt}; what is merely visible, because Spring Boot needs it, in
 * {@code approved-grpc-internals.txt}.
 */
class ApprovedGrpcApiTests {

	private final ApprovedTypes approved = new ApprovedTypes(SetpointGrpcAutoConfiguration.class,
			"approved-grpc-api.txt", "approved-grpc-internals.txt");

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		this.approved.assertThatThePublicTypesAreThese();
	}

}
