package io.setpoint;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/**
 * What the targets of gRPC may know.
 */
@AnalyzeClasses(packages = "io.setpoint.grpc", importOptions = DoNotIncludeTests.class)
class GrpcArchitectureTests {

	@ArchTest
	final ArchRule targetsStandOnTheCore = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.grpc..", "io.setpoint.loop..", "io.setpoint.naming..",
					"io.setpoint.store..", "io.setpoint.discovery..")))
		.because("they work without a configuration in etcd");

	@ArchTest
	final ArchRule discoveryIsKnownWhereItIsThere = ArchRuleDefinition.noClasses()
		.that()
		.haveSimpleNameNotEndingWith("DiscoveredListing")
		.and()
		.haveSimpleNameNotEndingWith("WithDiscovery")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.setpoint.discovery..", "org.springframework.cloud..")
		.because("an application of gRPC alone has neither");

	@ArchTest
	final ArchRule targetsKnowNoClientOfEtcd = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.etcd..", "io.netty..", "io.vertx..", "io.grpc.internal..", "io.grpc.netty..")
		.because("only the store knows the client of etcd, and an application chooses the transport of its channels");

	@ArchTest
	final ArchTests autoConfigurations = ArchTests.in(AutoConfigurationRules.class);

}
