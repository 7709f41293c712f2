package io.setpoint;

import java.io.IOException;

import io.setpoint.discovery.EtcdServiceRegistry;
import org.junit.jupiter.api.Test;

/**
 * A type becomes public on purpose. What applications may rely on is listed in
 * {@code approved-discovery-api.txt}; what is merely visible, because Spring Boot needs
 * it, in {@code approved-discovery-internals.txt}.
 */
class ApprovedDiscoveryApiTests {

	private final ApprovedTypes approved = new ApprovedTypes(EtcdServiceRegistry.class, "approved-discovery-api.txt",
			"approved-discovery-internals.txt");

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		this.approved.assertThatThePublicTypesAreThese();
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		this.approved.assertThatNoneIsInBothLists();
	}

}
