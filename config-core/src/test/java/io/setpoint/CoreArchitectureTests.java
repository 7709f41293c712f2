package io.setpoint;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/**
 * What the core may know, and who in it may know whom.
 */
@AnalyzeClasses(packages = "io.setpoint", importOptions = DoNotIncludeTests.class)
class CoreArchitectureTests {

	@ArchTest
	final ArchRule coreNeedsNoApplicationContext = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.aop..", "org.springframework.beans..", "org.springframework.context..",
				"org.springframework.scheduling..", "org.springframework.boot",
				"org.springframework.boot.autoconfigure..", "org.springframework.boot.context.config..",
				"org.springframework.cloud..", "io.micrometer..", "jakarta..")
		.because("a command line or another program on the same etcd has no application context");

	@ArchTest
	final ArchRule storeDependsOnNothingOfOurs = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.store..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackage("io.setpoint.store..")))
		.because("it is the seam to etcd and knows nobody above it");

	@ArchTest
	final ArchRule mirrorKnowsTheStoreOnly = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.mirror..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.mirror..", "io.setpoint.loop..",
					"io.setpoint.store..")))
		.because("the watch loop hands on changes without knowing what they mean");

	@ArchTest
	final ArchRule namingKnowsNoConfiguration = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.naming..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.naming..", "io.setpoint.lease..", "io.setpoint.loop..",
					"io.setpoint.mirror..", "io.setpoint.store..")))
		.because("services find each other whether or not they are configured from etcd");

	@ArchTest
	final ArchRule documentsArePure = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.document..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.document..", "io.setpoint.store.."))
			.or(Predicates.resideInAnyPackage("java.util.concurrent.locks..", "java.net..", "java.nio.file..")))
		.because("from the same bytes always come the same properties");

	@ArchTest
	final ArchRule rolloutsAreDecidedPurely = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.rollout")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.rollout", "io.setpoint.instance", "io.setpoint.text"))
			.or(Predicates.resideInAnyPackage("org.springframework.beans..", "org.springframework.context..",
					"org.springframework.core..", "java.util.concurrent.locks..", "java.net..", "java.nio.file..")))
		.because("from the same state, fleet and time always comes the same decision");

	@ArchTest
	final ArchRule archiveNeedsNoLoopAndNoInstance = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.rollout.archive..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.setpoint.loop..", "io.setpoint.lease..", "io.setpoint.mirror..")
		.because("an operator gives a command from anywhere, also where no application runs");

}
