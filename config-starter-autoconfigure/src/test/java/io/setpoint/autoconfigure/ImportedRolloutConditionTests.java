package io.setpoint.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.ImportedLocation;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.imports.RolloutLocation;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OnImportedRolloutCondition}: whatever has to do with rollouts is there
 * where one is imported, and nowhere else.
 */
class ImportedRolloutConditionTests {

	private final List<String> names = new ArrayList<>();

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

	private static ApplicationContextInitializer<ConfigurableApplicationContext> imported(ImportedLocation location) {
		ImportSession session = mock(ImportSession.class);
		given(session.locations()).willReturn(List.of(location));
		return (context) -> context.getBeanFactory().registerSingleton(ImportSession.BEAN_NAME, session);
	}

}
