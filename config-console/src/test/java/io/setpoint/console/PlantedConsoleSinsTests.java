package io.setpoint.console;

import java.nio.file.Path;

import io.setpoint.PlantedSins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of the console trips over a planted sin.
 */
class PlantedConsoleSinsTests {

	@Test
	void eachRuleTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(ConsoleArchitectureTests.class)
			.plant("landscapeKnowsTheCoreOnly",
					"package io.setpoint.console.landscape;"
							+ " class Looked { org.springframework.security.core.Authentication by; }")
			.plant("accessKnowsNoPages",
					"package io.setpoint.console.access; class Paged { io.setpoint.rollout.Plan plan; }")
			.plant("nobodyKnowsTheWiring",
					"package io.setpoint.console.web;"
							+ " class Wired { io.setpoint.console.autoconfigure.SetpointConsoleAutoConfiguration by; }")
			.plant("consoleDependsOnTheCoreOnly",
					"package io.setpoint.console.web; class Applied { io.setpoint.acceptance.Sin applied; }",
					"package io.setpoint.acceptance; public class Sin { }")
			.assertThatEachRuleTrips(directory);
	}

}
