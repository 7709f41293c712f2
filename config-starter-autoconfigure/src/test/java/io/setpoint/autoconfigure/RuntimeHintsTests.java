package io.setpoint.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.setpoint.actuate.RolloutsEndpoint;
import io.setpoint.actuate.SetpointEndpoint;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.RolloutFormat;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoredRecordsRuntimeHints} and {@link BoundTypesAotProcessor}.
 */
class RuntimeHintsTests {

	@Test
	void everythingThatIsReadOrWrittenAsJsonIsKept() {
		RuntimeHints hints = new RuntimeHints();
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(StoredRecordsRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(hints, getClass().getClassLoader()));
		assertThat(stored()).hasSizeGreaterThan(8).allMatch((type) -> isKept(hints, type));
		assertThat(List.of(Guard.class, FleetVerdict.class)).allMatch((type) -> isKept(hints, type));
	}

	@Test
	void everythingThatAnEndpointAnswersIsKept() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, SetpointEndpoint.class,
				RolloutsEndpoint.class);
		assertThat(answered()).hasSizeGreaterThan(8).allMatch((type) -> isKept(hints, type));
	}

	private static boolean isKept(RuntimeHints hints, Class<?> type) {
		return RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategories(MemberCategory.ACCESS_DECLARED_FIELDS, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)
			.test(hints);
	}

	private static Set<Class<?>> answered() {
		return new ClassFileImporter().importPackagesOf(SetpointEndpoint.class)
			.stream()
			.filter((type) -> type.isRecord() && type.getSimpleName().endsWith("Descriptor"))
			.map(JavaClass::reflect)
			.collect(Collectors.toSet());
	}

	/**
	 * Find out from the code what is read by {@link RolloutFormat}: the records that its
	 * callers name.
	 * @return their classes
	 */
	private static Set<Class<?>> stored() {
		return new ClassFileImporter().importPackages("io.setpoint.rollout")
			.stream()
			.filter((caller) -> caller.getMethodCallsFromSelf().stream().anyMatch(RuntimeHintsTests::isRead))
			.flatMap((caller) -> caller.getReferencedClassObjects().stream())
			.map(ReferencedClassObject::getRawType)
			.filter((type) -> type.isRecord() && type.getPackageName().equals(RolloutFormat.class.getPackageName()))
			.map(JavaClass::reflect)
			.collect(Collectors.toSet());
	}

	private static boolean isRead(JavaMethodCall call) {
		return call.getTargetOwner().isEquivalentTo(RolloutFormat.class) && call.getName().equals("read");
	}

	@Test
	void membersOfBoundTypesAreKept() {
		assertThat(AotServices.factories().load(BeanFactoryInitializationAotProcessor.class).stream())
			.anyMatch(BoundTypesAotProcessor.class::isInstance);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(getClass())), new InMemoryGeneratedFiles());
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Beans.class);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		for (Class<?> type : List.of(Pricing.class, Base.class, Limits.class)) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategories(MemberCategory.ACCESS_DECLARED_FIELDS, MemberCategory.INVOKE_DECLARED_METHODS,
						MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)
				.test(generation.getRuntimeHints())).as(type.getName()).isTrue();
		}
		context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Limits.class })
	static class Beans {

	}

	static class Base {

		private int base;

		int getBase() {
			return this.base;
		}

		void setBase(int base) {
			this.base = base;
		}

	}

	@ConfigurationProperties("pricing")
	static class Pricing extends Base {

	}

	@ConfigurationProperties("limits")
	record Limits(int most) {
	}

}
