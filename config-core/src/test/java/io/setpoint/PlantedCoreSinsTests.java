package io.setpoint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of the core trips over a planted sin.
 */
class PlantedCoreSinsTests {

	@Test
	void eachRuleTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(CoreArchitectureTests.class)
			.plant("coreNeedsNoApplicationContext",
					"package io.setpoint.lease; class Wired { org.springframework.boot.SpringApplication wired; }")
			.plant("storeDependsOnNothingOfOurs",
					"package io.setpoint.store; class Upwards { io.setpoint.loop.Loop above; }")
			.plant("mirrorKnowsTheStoreOnly",
					"package io.setpoint.mirror; class Knowing { io.setpoint.document.Restriction meaning; }")
			.plant("namingKnowsNoConfiguration",
					"package io.setpoint.naming; class Configured { io.setpoint.document.Restriction configuration; }")
			.plant("documentsArePure", "package io.setpoint.document; class Fetching { java.net.URI elsewhere; }")
			.plant("rolloutsAreDecidedPurely",
					"package io.setpoint.rollout; class Reading { java.nio.file.Path elsewhere; }")
			.plant("archiveNeedsNoLoopAndNoInstance",
					"package io.setpoint.rollout.archive; class Looping { io.setpoint.loop.Loop loop; }")
			.assertThatEachRuleTrips(directory);
	}

}
