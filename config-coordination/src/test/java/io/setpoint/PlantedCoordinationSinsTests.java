package io.setpoint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of coordination trips over a planted sin.
 */
class PlantedCoordinationSinsTests {

	@Test
	void eachRuleTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(CoordinationArchitectureTests.class)
			.plant("coordinationStandsOnTheCore",
					"package io.setpoint.coordination; class Configured { io.setpoint.document.Restriction restriction; }")
			.plant("coordinationKnowsNoClientLibrary",
					"package io.setpoint.coordination; class Direct { io.etcd.jetcd.Client client; }")
			.plant("claimsKnowNoFramework",
					"package io.setpoint.coordination; class Claim { org.springframework.integration.leader.Context context; }")
			.assertThatEachRuleTrips(directory);
	}

}
