package io.setpoint.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.setpoint.LocationFixture;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.actuate.SetpointEndpoint;
import io.setpoint.health.SetpointHealthIndicator;
import io.setpoint.observation.ApplyObservation;
import io.setpoint.observation.SetpointMetrics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SetpointEndpointAutoConfiguration},
 * {@link SetpointHealthContributorAutoConfiguration},
 * {@link SetpointMetricsAutoConfiguration} and
 * {@link SetpointObservationAutoConfiguration}.
 */
class OperationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class,
				SetpointEndpointAutoConfiguration.class, SetpointHealthContributorAutoConfiguration.class,
				SetpointMetricsAutoConfiguration.class, SetpointObservationAutoConfiguration.class));

	@Test
	void endpointWhenNotExposedIsAbsent() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SetpointEndpoint.class));
	}

	@Test
	void endpointWhenExposedIsPresent() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=setpoint")
			.run((context) -> assertThat(context).hasSingleBean(SetpointEndpoint.class));
	}

	@Test
	void endpointWhenAccessIsNoneIsAbsent() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.setpoint.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SetpointEndpoint.class));
	}

	@Test
	void endpointWithoutSetpointIsAbsent() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SetpointEndpointAutoConfiguration.class,
					SetpointHealthContributorAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).doesNotHaveBean(SetpointEndpoint.class)
				.doesNotHaveBean(SetpointHealthIndicator.class));
	}

	@Test
	void endpointWhenReplacedBacksOff() {
		SetpointEndpoint own = mock(SetpointEndpoint.class);
		this.runner.withBean("own", SetpointEndpoint.class, () -> own)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).getBean(SetpointEndpoint.class).isSameAs(own));
	}

	@Test
	void healthIsContributed() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(SetpointHealthIndicator.class));
	}

	@Test
	void healthWhenDisabledIsAbsent() {
		this.runner.withPropertyValues("management.health.setpoint.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SetpointHealthIndicator.class));
	}

	@Test
	void healthWhenReplacedBacksOff() {
		this.runner.withBean("setpointHealthIndicator", HealthIndicator.class, () -> mock(HealthIndicator.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SetpointHealthIndicator.class));
	}

	@Test
	void healthWhenProbesAreEnabledIsNoPartOfThem() {
		this.runner
			.withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
					HealthEndpointAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
					AvailabilityProbesAutoConfiguration.class))
			.withPropertyValues("management.endpoint.health.probes.enabled=true",
					"management.endpoints.web.exposure.include=*")
			.run((context) -> {
				HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
				assertThat(context.getBean(HealthContributorRegistry.class).getContributor("setpoint")).isNotNull();
				assertThat(context.getBean(HealthEndpoint.class).healthForPath("setpoint")).isNotNull();
				assertThat(groups.getPrimary().isMember("setpoint")).isTrue();
				assertThat(groups.getNames()).contains("liveness", "readiness").allSatisfy((name) -> {
					HealthEndpointGroup group = groups.get(name);
					assertThat(group).isNotNull();
					assertThat(group.isMember("setpoint")).isFalse();
				});
			});
	}

	@Test
	void metricsWithoutRegistryAreAbsent() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SetpointMetrics.class)
			.doesNotHaveBean(ApplyObservation.class));
	}

	@Test
	void metricsWithRegistryCountChanges() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withInitializer(LocationFixture.with("a", "1"))
			.run((context) -> {
				assertThat(context).hasSingleBean(SetpointMetrics.class).hasSingleBean(ApplyObservation.class);
				LocationFixture.propose(context, 3, "a", "2");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await()
					.untilAsserted(() -> assertThat(
							registry.get("setpoint.changes").tag("outcome", "accepted").counter().count())
						.isOne());
			});
	}

	@Test
	void metricsWhenReplacedBackOff() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withUserConfiguration(Replacements.class)
			.run((context) -> assertThat(context).hasSingleBean(SetpointMetrics.class)
				.hasSingleBean(ApplyObservation.class)
				.hasBean("ownMetrics")
				.hasBean("ownObservation"));
	}

	@Test
	void everythingWithoutOptionalLibrariesStarts() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health", "org.springframework.boot.micrometer", "io.micrometer",
					"org.springframework.cloud", "org.springframework.boot.docker", "org.testcontainers"))
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConfigurationWatch.class)
				.doesNotHaveBean("setpointEndpoint")
				.doesNotHaveBean("setpointHealthIndicator")
				.doesNotHaveBean("setpointMetrics")
				.doesNotHaveBean("setpointApplyObservation"));
	}

	@Test
	void endpointWithoutHealthAndMetricsIsPresent() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health", "io.micrometer"))
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasSingleBean(SetpointEndpoint.class)
				.doesNotHaveBean("setpointHealthIndicator")
				.doesNotHaveBean("setpointMetrics"));
	}

	@Test
	void endpointIdIsSetpoint() {
		Endpoint endpoint = SetpointEndpoint.class.getAnnotation(Endpoint.class);
		assertThat(endpoint).isNotNull();
		assertThat(endpoint.id()).isEqualTo("setpoint");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(OurAutoConfigurations.class)
	static class Application {

	}

	/**
	 * Imports by name, as an application does: a class that was loaded already shows
	 * annotations that an application without the optional libraries cannot see.
	 */
	static class OurAutoConfigurations implements DeferredImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importingClassMetadata) {
			return ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith("io.setpoint."))
				.toArray(String[]::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Replacements {

		@Bean
		SetpointMetrics ownMetrics() {
			return mock(SetpointMetrics.class);
		}

		@Bean
		ApplyObservation ownObservation() {
			return mock(ApplyObservation.class);
		}

	}

}
