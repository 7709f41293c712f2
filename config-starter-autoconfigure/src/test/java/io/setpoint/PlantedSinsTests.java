package io.setpoint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of the starter trips over a planted sin.
 */
class PlantedSinsTests {

	@Test
	void eachRuleTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(ArchitectureTests.class)
			.plant("packagesAreFreeOfCycles",
					"package io.setpoint.one; public class There { io.setpoint.two.Back back; }",
					"package io.setpoint.two; public class Back { io.setpoint.one.There there; }")
			.plant("autoconfigureIsImportedByNobody",
					"package io.setpoint.acceptance; class Wired { io.setpoint.autoconfigure.EtcdConnectionDetails on; }")
			.plant("whatApplicationsUseDependsOnNothingOfOurs",
					"package io.setpoint; class Revealing { io.setpoint.acceptance.AcceptancePipeline inside; }")
			.plant("onlyTheStoreKnowsTheClientLibrary",
					"package io.setpoint.mirror; class Direct { io.etcd.jetcd.Client client; }")
			.plant("whatIsNoRolloutKnowsNoRollouts",
					"package io.setpoint.acceptance; class Staged { io.setpoint.rollout.Plan plan; }")
			.plant("bindingDoesNotPublish",
					"package io.setpoint.binding; class Publishing { io.setpoint.acceptance.AcceptancePipeline to; }")
			.plant("packagesBelowOperationDoNotKnowActuatorOrMetrics",
					"package io.setpoint.lastgood; class Metered { io.micrometer.core.instrument.Meter meter; }")
			.plant("nobodySleeps", """
					package io.setpoint.mirror;
					class Sleeping { void sleep() throws InterruptedException { Thread.sleep(1); } }
					""")
			.plant("ourClassesAreNotNamedByStrings", """
					package io.setpoint.autoconfigure;
					@org.springframework.boot.autoconfigure.AutoConfigureAfter(name = "io.setpoint.Live")
					class Naming { }
					""")
			.assertThatEachRuleTrips(directory);
	}

	@Test
	void eachRuleOfAutoConfigurationsTripsOverItsSin(@TempDir Path directory) {
		PlantedSins.against(AutoConfigurationRules.class).plant("autoConfigurationsAreListedAndFinal", """
				package io.setpoint.autoconfigure;
				@org.springframework.boot.autoconfigure.AutoConfiguration
				public final class UnlistedAutoConfiguration { }
				""").plant("beanMethodsAreNotPublic", """
				package io.setpoint.autoconfigure;
				class Open { @org.springframework.context.annotation.Bean public String bean() { return ""; } }
				""").plant("beanMethodsHaveNoConditionOnClasses", """
				package io.setpoint.autoconfigure;
				class Unread {
					@org.springframework.context.annotation.Bean
					@org.springframework.boot.autoconfigure.condition.ConditionalOnClass(String.class)
					String bean() { return ""; }
				}
				""").assertThatEachRuleTrips(directory);
	}

}
