package io.setpoint;

import java.io.IOException;

import io.setpoint.coordination.EtcdLockRegistry;
import org.junit.jupiter.api.Test;

/**
 * A type becomes public on purpose. What applications may rely on is listed in
 * {@code approved-coordination-api.txt}; what is merely visible, because Spring Boot
 * needs it, in {@code approved-coordination-internals.txt}.
 */
class ApprovedCoordinationApiTests {

	private final ApprovedTypes approved = new ApprovedTypes(EtcdLockRegistry.class, "approved-coordination-api.txt",
			"approved-coordination-internals.txt");

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		this.approved.assertThatThePublicTypesAreThese();
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		this.approved.assertThatNoneIsInBothLists();
	}

}
