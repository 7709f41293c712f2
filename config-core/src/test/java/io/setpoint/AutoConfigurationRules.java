package io.setpoint;

import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;

/**
 * What is held of the auto-configurations of every module.
 */
public final class AutoConfigurationRules {

	@ArchTest
	final ArchRule autoConfigurationsAreListedAndFinal = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration")
		.andShould(beListed())
		.because("an application orders and excludes them by class, nobody extends them,"
				+ " and one that is not in the imports file does nothing");

	@ArchTest
	final ArchRule beanMethodsAreNotPublic = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePublic()
		.because("the container calls them, and nobody else is to");

	@ArchTest
	final ArchRule beanMethodsHaveNoConditionOnClasses = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBeAnnotatedWith(ConditionalOnClass.class)
		.because("the JVM cannot read a method's annotation that names a class which is not there: Spring warns of it"
				+ " at each start, where a configuration class is read from its bytes");

	private static ArchCondition<JavaClass> beListed() {
		List<String> listed = ImportCandidates
			.load(AutoConfiguration.class, AutoConfigurationRules.class.getClassLoader())
			.getCandidates();
		return ArchCondition.from(DescribedPredicate.describe("be listed in the imports file",
				(candidate) -> listed.contains(candidate.getName())));
	}

}
