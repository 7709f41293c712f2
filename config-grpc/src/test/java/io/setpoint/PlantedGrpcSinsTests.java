package io.setpoint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of the targets of gRPC trips over a planted sin.
 */
class PlantedGrpcSinsTests {

	@Test
	void eachRuleTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(GrpcArchitectureTests.class)
			.plant("targetsStandOnTheCore",
					"package io.setpoint.grpc; class Configured { io.setpoint.document.Restriction restriction; }")
			.plant("discoveryIsKnownWhereItIsThere",
					"package io.setpoint.grpc; class Registered { io.setpoint.discovery.EtcdRegistration registration; }")
			.plant("targetsKnowNoClientOfEtcd",
					"package io.setpoint.grpc; class Direct { io.etcd.jetcd.Client client; }")
			.assertThatEachRuleTrips(directory);
	}

}
