package io.setpoint;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/**
 * Who may know what of schemas.
 */
@AnalyzeClasses(packages = "io.setpoint.schema", importOptions = DoNotIncludeTests.class)
class SchemaArchitectureTests {

	@ArchTest
	final ArchRule onlyTheCheckKnowsTheLibrary = ArchRuleDefinition.noClasses()
		.that()
		.doNotHaveSimpleName("SchemaValidation")
		.and()
		.doNotHaveSimpleName("Sentences")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.networknt..")
		.because("an application gives its schema without the library that checks documents");

	@ArchTest
	final ArchRule onlyConstraintsKnowBeanValidation = ArchRuleDefinition.noClasses()
		.that()
		.doNotHaveSimpleName("Constraints")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("jakarta.validation..")
		.because("an application may do without Bean Validation");

	@ArchTest
	final ArchRule schemasNeedNoRunningApplication = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.setpoint.schema")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.setpoint", "io.setpoint.binding..", "io.setpoint.acceptance..",
				"io.setpoint.autoconfigure..", "org.springframework.context..",
				"org.springframework.boot.autoconfigure..")
		.because("the command line and the console check documents without an application context");

	@ArchTest
	final ArchTests autoConfigurations = ArchTests.in(AutoConfigurationRules.class);

}
