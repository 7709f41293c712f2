package io.setpoint.cli;

import java.nio.file.Path;

import io.setpoint.PlantedSins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of the command line trips over a planted sin.
 */
class PlantedCommandLineSinsTests {

	@Test
	void eachRuleTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(CommandLineArchitectureTests.class)
			.plant("commandLineNeedsNoApplicationContext",
					"package io.setpoint.cli; class Started { org.springframework.context.ApplicationContext in; }")
			.plant("commandLineStandsOnTheCore",
					"package io.setpoint.cli; class Looping { io.setpoint.loop.Loop loop; }")
			.plant("onlyTheMainClassIsPublic", "package io.setpoint.cli; public class Promised { }")
			.plant("onlyTheDeskSpeaksWithEtcd",
					"package io.setpoint.cli; class Direct { io.setpoint.store.Stores stores; }")
			.assertThatEachRuleTrips(directory);
	}

}
