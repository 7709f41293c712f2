package io.setpoint;

import java.io.IOException;

import io.setpoint.schema.DocumentSchema;
import org.junit.jupiter.api.Test;

/**
 * A type becomes public on purpose. What applications and tools may rely on is listed in
 * {@code approved-schema-api.txt}; what is merely visible, because another package needs
 * it, in {@code approved-schema-internals.txt}.
 */
class ApprovedSchemaApiTests {

	private final ApprovedTypes approved = new ApprovedTypes(DocumentSchema.class, "approved-schema-api.txt",
			"approved-schema-internals.txt");

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		this.approved.assertThatThePublicTypesAreThese();
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		this.approved.assertThatNoneIsInBothLists();
	}

}
