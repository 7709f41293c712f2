package io.setpoint.console;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.setpoint.AutoConfigurationRules;

/**
 * Who in the console may know whom.
 */
@AnalyzeClasses(packages = "io.setpoint.console", importOptions = DoNotIncludeTests.class)
class ConsoleArchitectureTests {

	@ArchTest
	final ArchRule landscapeKnowsTheCoreOnly = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.console.landscape..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint.console..")
			.and(Predicates.resideOutsideOfPackage("io.setpoint.console.landscape.."))
			.or(Predicates.resideInAnyPackage("org.springframework.web..", "org.springframework.security..",
					"jakarta..")))
		.because("what is in etcd does not depend on who looks at it");

	@ArchTest
	final ArchRule accessKnowsNoPages = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.console.access..")
		.should()
		.dependOnClassesThat(Predicates.resideInAPackage("io.setpoint..")
			.and(Predicates.resideOutsideOfPackage("io.setpoint.console.access..")))
		.because("rights are decided by names alone");

	@ArchTest
	final ArchRule nobodyKnowsTheWiring = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage("io.setpoint.console.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.setpoint.console.autoconfigure..")
		.because("it is on top");

	@ArchTest
	final ArchRule consoleDependsOnTheCoreOnly = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.setpoint", "io.setpoint.acceptance..", "io.setpoint.autoconfigure..",
				"io.setpoint.binding..", "io.setpoint.configdata..", "io.setpoint.rollout.control..",
				"io.setpoint.rollout.follow..")
		.because("it works over etcd alone, when every instance is down");

	@ArchTest
	final ArchTests autoConfigurations = ArchTests.in(AutoConfigurationRules.class);

}
