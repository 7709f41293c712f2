package io.setpoint.cli;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/**
 * What the command line may know, and what of it is visible.
 */
@AnalyzeClasses(packages = "io.setpoint.cli", importOptions = DoNotIncludeTests.class)
class CommandLineArchitectureTests {

	@ArchTest
	final ArchRule commandLineNeedsNoApplicationContext = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.beans..", "org.springframework.context..",
				"org.springframework.boot.autoconfigure..", "org.springframework.boot.context.config..", "jakarta..")
		.because("a command is over before a context would have started");

	@ArchTest
	final ArchRule commandLineStandsOnTheCore = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackages("io.setpoint.cli..", "io.setpoint.document..",
					"io.setpoint.instance..", "io.setpoint.rollout", "io.setpoint.rollout.archive..",
					"io.setpoint.rollout.trial..", "io.setpoint.schema..", "io.setpoint.store..",
					"io.setpoint.text..")))
		.because("it works with etcd alone, where no application is");

	@ArchTest
	final ArchRule onlyTheMainClassIsPublic = ArchRuleDefinition.classes()
		.that()
		.doNotHaveFullyQualifiedName(Setpoint.class.getName())
		.should()
		.notBePublic()
		.because("nobody builds on the classes of a command line");

	@ArchTest
	final ArchRule onlyTheDeskSpeaksWithEtcd = ArchRuleDefinition.noClasses()
		.that()
		.doNotHaveSimpleName("Desk")
		.should()
		.dependOnClassesThat()
		.haveFullyQualifiedName("io.setpoint.store.Stores")
		.because("one place knows how etcd is reached, and closes it");

}
