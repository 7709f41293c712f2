package io.setpoint;

import java.io.IOException;

import io.setpoint.store.Store;
import org.junit.jupiter.api.Test;

/**
 * A type becomes public on purpose. What applications may rely on is listed in
 * {@code approved-core-api.txt}; what is merely visible, because another package needs
 * it, in {@code approved-core-internals.txt}.
 */
class ApprovedCoreApiTests {

	private final ApprovedTypes approved = new ApprovedTypes(Store.class, "approved-core-api.txt",
			"approved-core-internals.txt");

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		this.approved.assertThatThePublicTypesAreThese();
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		this.approved.assertThatNoneIsInBothLists();
	}

}
