package io.setpoint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of schemas trips over a planted sin.
 */
class PlantedSchemaSinsTests {

	@Test
	void eachRuleTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(SchemaArchitectureTests.class)
			.plant("onlyTheCheckKnowsTheLibrary",
					"package io.setpoint.schema; class Checking { com.networknt.schema.Schema schema; }")
			.plant("onlyConstraintsKnowBeanValidation",
					"package io.setpoint.schema; class Validating { jakarta.validation.Validator validator; }")
			.plant("schemasNeedNoRunningApplication",
					"package io.setpoint.schema; class Running { org.springframework.context.ApplicationContext in; }")
			.assertThatEachRuleTrips(directory);
	}

}
