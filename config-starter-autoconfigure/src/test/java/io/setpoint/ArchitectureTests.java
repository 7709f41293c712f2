package io.setpoint;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The directions between the packages, and who may know what.
 */
@AnalyzeClasses(packages = "io.setpoint", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("io.setpoint.(*)..")
		.should()
		.beFreeOfCycles()
		.because("each part must be understood, tested and replaced by itself");

	@ArchTest
	static final ArchRule autoconfigureIsImportedByNobody = noClasses().that()
		.resideOutsideOfPackage("io.setpoint.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.setpoint.autoconfigure..")
		.because("the parts meet in the wiring, and the wiring is on top");

	@ArchTest
	static final ArchRule whatApplicationsUseDependsOnNothingOfOurs = noClasses().that()
		.resideInAPackage("io.setpoint")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.setpoint.(**)")
		.because("an application must be able to compile against it without seeing how it works");

	@ArchTest
	static final ArchRule storeDependsOnNothingOfOurs = noClasses().that()
		.resideInAPackage("io.setpoint.store..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackage("io.setpoint.store..")))
		.because("it is the seam to etcd and knows nobody above it");

	@ArchTest
	static final ArchRule onlyTheStoreKnowsTheClientLibrary = noClasses().that()
		.resideOutsideOfPackage("io.setpoint.store..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.etcd..", "io.grpc..", "io.netty..", "io.vertx..")
		.because("another client, or none in a test, must need no change anywhere else");

	@ArchTest
	static final ArchRule mirrorKnowsTheStoreOnly = noClasses().that()
		.resideInAPackage("io.setpoint.mirror..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.mirror..", "io.setpoint.store..")))
		.because("the watch loop hands on changes without knowing what they mean");

	@ArchTest
	static final ArchRule documentsArePure = noClasses().that()
		.resideInAPackage("io.setpoint.document..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.document..", "io.setpoint.store.."))
			.or(Predicates.resideInAnyPackage("java.util.concurrent.locks..", "java.net..", "java.nio.file..")))
		.because("from the same bytes always come the same properties");

	@ArchTest
	static final ArchRule bindingDoesNotPublish = noClasses().that()
		.resideInAPackage("io.setpoint.binding..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.setpoint.refresh..", "io.setpoint.mirror..", "io.setpoint.configdata..")
		.because("a candidate is bound off to the side, whoever wants to know");

	@ArchTest
	static final ArchRule packagesBelowOperationDoNotKnowActuatorOrMetrics = noClasses().that()
		.resideInAnyPackage("io.setpoint", "io.setpoint.store..", "io.setpoint.mirror..", "io.setpoint.document..",
				"io.setpoint.binding..", "io.setpoint.refresh..", "io.setpoint.configdata..", "io.setpoint.snapshot..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..",
				"io.micrometer..", "org.springframework.cloud..")
		.because("the core must run without them on the class path");

	@ArchTest
	static final ArchRule nobodySleeps = noClasses().should()
		.callMethod(Thread.class, "sleep", long.class)
		.because("a wait that nothing can end makes a start slow and a stop hang");

}
