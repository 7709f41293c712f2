package io.setpoint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of discovery trips over a planted sin.
 */
class PlantedDiscoverySinsTests {

	@Test
	void eachRuleTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(DiscoveryArchitectureTests.class)
			.plant("discoveryStandsOnTheCore",
					"package io.setpoint.discovery; class Configured { io.setpoint.document.Restriction restriction; }")
			.plant("discoveryKnowsNoClientLibrary",
					"package io.setpoint.discovery; class Direct { io.etcd.jetcd.Client client; }")
			.assertThatEachRuleTrips(directory);
	}

}
