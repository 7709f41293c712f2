package io.setpoint;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/**
 * What discovery may know.
 */
@AnalyzeClasses(packages = "io.setpoint.discovery", importOptions = DoNotIncludeTests.class)
class DiscoveryArchitectureTests {

	@ArchTest
	final ArchRule discoveryStandsOnTheCore = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.discovery..", "io.setpoint.loop..",
					"io.setpoint.naming..", "io.setpoint.store..")))
		.because("it works without a configuration in etcd");

	@ArchTest
	final ArchRule discoveryKnowsNoClientLibrary = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.etcd..", "io.grpc..", "io.netty..", "io.vertx..")
		.because("only the store knows the client library");

	@ArchTest
	final ArchTests autoConfigurations = ArchTests.in(AutoConfigurationRules.class);

}
