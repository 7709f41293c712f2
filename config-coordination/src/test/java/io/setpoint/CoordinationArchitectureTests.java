package io.setpoint;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/**
 * What coordination may know.
 */
@AnalyzeClasses(packages = "io.setpoint.coordination", importOptions = DoNotIncludeTests.class)
class CoordinationArchitectureTests {

	@ArchTest
	final ArchRule coordinationStandsOnTheCore = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.coordination..", "io.setpoint.instance..",
					"io.setpoint.lease..", "io.setpoint.loop..", "io.setpoint.store..", "io.setpoint.text.."))
			.and(HasName.Predicates.nameEndingWith("EtcdConnectionDetails").negate()))
		.because("it works without a configuration in etcd, and shares with the starter only how etcd is reached");

	@ArchTest
	final ArchRule coordinationKnowsNoClientLibrary = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.etcd..", "io.grpc..", "io.netty..", "io.vertx..")
		.because("only the store knows the client library");

	@ArchTest
	final ArchRule claimsKnowNoFramework = ArchRuleDefinition.noClasses()
		.that()
		.haveNameMatching(".*\\.(Claim|Claims|Place|Tenure|LockName)(\\$.*)?")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.integration..", "org.springframework.dao..", "net.javacrumbs..")
		.because("each framework is optional, and all of them claim locks in the same way");

	@ArchTest
	final ArchTests autoConfigurations = ArchTests.in(AutoConfigurationRules.class);

}
