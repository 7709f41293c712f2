package io.setpoint;

import java.io.IOException;

import io.setpoint.console.access.Role;
import org.junit.jupiter.api.Test;

/**
 * A type becomes public on purpose. What applications may rely on is listed in
 * {@code approved-console-api.txt}; what is merely visible, because another package needs
 * it, in {@code approved-console-internals.txt}.
 */
class ApprovedConsoleApiTests {

	private final ApprovedTypes approved = new ApprovedTypes(Role.class, "approved-console-api.txt",
			"approved-console-internals.txt");

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		this.approved.assertThatThePublicTypesAreThese();
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		this.approved.assertThatNoneIsInBothLists();
	}

}
