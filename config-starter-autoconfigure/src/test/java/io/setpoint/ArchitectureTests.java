package io.setpoint;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/**
 * The directions between the packages, and who may know what.
 */
@AnalyzeClasses(packages = "io.setpoint",
		importOptions = { DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeWhatTestsUse.class })
class ArchitectureTests {

	private static final Pattern OUR_CLASS = Pattern.compile("io\\.setpoint\\.[a-z.]*[A-Z]\\w*");

	@ArchTest
	final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("io.setpoint.(**)")
		.should()
		.beFreeOfCycles()
		.because("each part must be understood, tested and replaced by itself");

	@ArchTest
	final ArchRule autoconfigureIsImportedByNobody = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages("io.setpoint.autoconfigure..", "io.setpoint.docker.compose..",
				"io.setpoint.testcontainers..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.setpoint.autoconfigure..")
		.because("the parts meet in the wiring, which is on top; service connections are part of it");

	@ArchTest
	final ArchRule whatApplicationsUseDependsOnNothingOfOurs = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.setpoint.(**)")
		.because("an application must be able to compile against it without seeing how it works");

	@ArchTest
	final ArchRule onlyTheStoreKnowsTheClientLibrary = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage("io.setpoint.store..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.etcd..", "io.grpc..", "io.netty..", "io.vertx..")
		.because("another client, or none in a test, must need no change anywhere else");

	@ArchTest
	final ArchRule whatIsNoRolloutKnowsNoRollouts = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages("io.setpoint.rollout..", "io.setpoint.actuate..", "io.setpoint.observation..",
				"io.setpoint.health..", "io.setpoint.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.setpoint.rollout..")
		.because("a rollout chooses what live configuration shows: it must be able to change without touching it");

	@ArchTest
	final ArchRule bindingDoesNotPublish = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.binding..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.setpoint.acceptance..", "io.setpoint.mirror..", "io.setpoint.configdata..")
		.because("a candidate is bound off to the side, whoever wants to know");

	@ArchTest
	final ArchRule packagesBelowOperationDoNotKnowActuatorOrMetrics = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages("io.setpoint.actuate..", "io.setpoint.health..", "io.setpoint.observation..",
				"io.setpoint.cloud..", "io.setpoint.rollout.web..", "io.setpoint.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..",
				"io.micrometer..", "org.springframework.cloud..")
		.because("the core must run without them on the class path");

	@ArchTest
	final ArchRule nobodySleeps = ArchRuleDefinition.noClasses()
		.should()
		.callMethod(Thread.class, "sleep", long.class)
		.because("a wait that nothing can end makes a start slow and a stop hang");

	@ArchTest
	final ArchRule ourClassesAreNotNamedByStrings = ArchRuleDefinition.classes()
		.should(nameNoClassOfOurs())
		.because("a class literal in an annotation loads nothing and moves with the class");

	@ArchTest
	final ArchTests autoConfigurations = ArchTests.in(AutoConfigurationRules.class);

	private static ArchCondition<JavaClass> nameNoClassOfOurs() {
		return ArchCondition.from(DescribedPredicate.describe("name no class of ours by a string",
				(candidate) -> Stream.concat(Stream.of(candidate), candidate.getMethods().stream())
					.flatMap((annotated) -> annotated.getAnnotations().stream())
					.flatMap((annotation) -> annotation.getProperties().values().stream())
					.flatMap((value) -> (value instanceof Object[] values) ? Stream.of(values) : Stream.of(value))
					.noneMatch((value) -> value instanceof String name && OUR_CLASS.matcher(name).matches())));
	}

	/**
	 * The tests of other modules come in jars.
	 */
	static class DoNotIncludeWhatTestsUse implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("-tests.jar") && !location.contains("etcd-in-memory");
		}

	}

}
