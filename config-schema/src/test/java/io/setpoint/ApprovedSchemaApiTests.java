package io.setpoint;

import io.setpoint.schema.DocumentSchema;

/**
 * What is public in this module, and what of it is promised.
 */
class ApprovedSchemaApiTests extends ApprovedTypes {

	ApprovedSchemaApiTests() {
		super(DocumentSchema.class, "approved-schema-api.txt", "approved-schema-internals.txt");
	}

}
