package io.setpoint;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * A type becomes public on purpose. What applications may rely on is listed in
 * {@code approved-api.txt}; what is merely visible, because another package needs it, in
 * {@code approved-internals.txt}.
 */
class ApprovedApiTests {

	private final ApprovedTypes approved = new ApprovedTypes(Live.class, "approved-api.txt", "approved-internals.txt");

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		this.approved.assertThatThePublicTypesAreThese();
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		this.approved.assertThatNoneIsInBothLists();
	}

}
