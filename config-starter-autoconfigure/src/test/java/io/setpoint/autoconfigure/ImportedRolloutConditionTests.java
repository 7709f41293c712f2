package io.setpoint.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.ImportedLocation;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.imports.RolloutLocation;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OnImportedRolloutCondition}: whatever has to do with rollouts is there
 * where one is imported, and nowhere else.
 */
class ImportedRolloutConditionTests {

	private final List<String> names = new ArrayList<>();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointRolloutsAutoConfiguration.class,
				SetpointRolloutsEndpointAutoConfiguration.class, SetpointRolloutControlAutoConfiguration.class,
				SetpointRolloutWebAutoConfiguration.class, SetpointMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withBean(ConfigurationWatch.class, () -> mock(ConfigurationWatch.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*")
		.withInitializer((context) -> context.addBeanFactoryPostProcessor(
				(beanFactory) -> this.names.addAll(Arrays.asList(beanFactory.getBeanDefinitionNames()))));

	@Test
	void applicationWithRolloutHasAllOfThem() {
		assertThat(rolloutBeans(this.runner
			.withInitializer(imported(new RolloutLocation("shop", new RolloutKeys("/rollouts", "/fleet"))))))
			.contains("setpointRolloutKeys", "setpointVersionCheck", "setpointRollouts", "setpointRolloutsEndpoint",
					"setpointRolloutFields", "setpointRolloutControl", "setpointBeanGuardSensor",
					"setpointMeasuringListener", "setpointMeterGuardSensor", "setpointHealthGuardSensor",
					"setpointServletVariantFilter", "setpointRolloutMetrics");
	}

	@Test
	void applicationWithPlainImportsHasNone() {
		assertThat(rolloutBeans(this.runner.withInitializer(imported(mock(ImportedLocation.class))))).isEmpty();
	}

	@Test
	void applicationWithoutImportsHasNone() {
		assertThat(rolloutBeans(this.runner)).isEmpty();
	}

	/**
	 * Whoever adds an auto-configuration for rollouts names it so that it is filtered.
	 */
	@Test
	void whatHasToDoWithRolloutsIsNotEvenReadWithoutImports() {
		assertThat(read(filter())).doesNotContainAnyElementsOf(conditional())
			.contains(SetpointAutoConfiguration.class.getName(), SetpointMetricsAutoConfiguration.class.getName());
		assertThat(conditional()).hasSize(4);
		ConditionEvaluationReport report = ConditionEvaluationReport.get(this.beanFactory);
		assertThat(report.getConditionAndOutcomesBySource().keySet())
			.containsExactlyInAnyOrderElementsOf(conditional());
		assertThat(report.getConditionAndOutcomesBySource().values()).noneMatch(ConditionAndOutcomes::isFullMatch);
	}

	@Test
	void everythingIsReadWhereARolloutIsImported() {
		ImportSession session = session(new RolloutLocation("shop", new RolloutKeys("/rollouts", "/fleet")));
		this.beanFactory.registerSingleton(ImportSession.BEAN_NAME, session);
		assertThat(read(filter())).containsExactlyElementsOf(candidates());
	}

	private OnImportedRolloutCondition filter() {
		OnImportedRolloutCondition filter = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(AutoConfigurationImportFilter.class)
			.stream()
			.filter(OnImportedRolloutCondition.class::isInstance)
			.map(OnImportedRolloutCondition.class::cast)
			.findFirst()
			.orElseThrow();
		filter.setBeanFactory(this.beanFactory);
		return filter;
	}

	private List<String> read(OnImportedRolloutCondition filter) {
		String[] names = candidates().toArray(String[]::new);
		boolean[] matches = filter.match(names, mock(AutoConfigurationMetadata.class));
		return IntStream.range(0, names.length)
			.filter((index) -> matches[index])
			.mapToObj((index) -> names[index])
			.toList();
	}

	private static List<String> candidates() {
		return ImportCandidates.load(AutoConfiguration.class, null)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.setpoint."))
			.toList();
	}

	private static List<String> conditional() {
		return candidates().stream()
			.filter((name) -> MergedAnnotations.from(ClassUtils.resolveClassName(name, null))
				.stream(Conditional.class)
				.flatMap((annotation) -> Stream.of(annotation.getClassArray("value")))
				.anyMatch(OnImportedRolloutCondition.class::equals))
			.toList();
	}

	/**
	 * Return what would be created, whether or not that can be done here.
	 * @param runner the application
	 * @return the names of the beans
	 */
	private List<String> rolloutBeans(WebApplicationContextRunner runner) {
		runner.run((context) -> assertThat(this.names).contains("setpointMetrics"));
		return this.names.stream()
			.filter((name) -> name.startsWith("setpoint") && !name.equals("setpointMetrics"))
			.toList();
	}

	private static ImportSession session(ImportedLocation location) {
		ImportSession session = mock(ImportSession.class);
		given(session.locations()).willReturn(List.of(location));
		return session;
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> imported(ImportedLocation location) {
		ImportSession session = session(location);
		return (context) -> context.getBeanFactory().registerSingleton(ImportSession.BEAN_NAME, session);
	}

}
