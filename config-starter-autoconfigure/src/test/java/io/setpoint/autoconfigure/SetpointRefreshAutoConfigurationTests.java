package io.setpoint.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.setpoint.actuate.RefreshEndpoint;
import io.setpoint.actuate.RefreshUnavailableException;
import io.setpoint.cloud.LiveRefreshEndpoint;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshEndpointAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SetpointRefreshAutoConfiguration}.
 */
class SetpointRefreshAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=refresh";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(SetpointAutoConfiguration.class, SetpointRefreshAutoConfiguration.class, RefreshAutoConfiguration.class,
				RefreshEndpointAutoConfiguration.class, ConfigurationPropertiesRebinderAutoConfiguration.class));

	@Test
	void endpointWhenSpringCloudIsPresentTakesThePlaceOfItsOwn() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context)
				.hasSingleBean(org.springframework.cloud.endpoint.RefreshEndpoint.class)
				.hasSingleBean(LiveRefreshEndpoint.class)
				.doesNotHaveBean(RefreshEndpoint.class));
	}

	@Test
	void endpointWhenSpringCloudIsAbsentIsOurOwn() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SetpointAutoConfiguration.class, SetpointRefreshAutoConfiguration.class))
			.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
			.run((context) -> {
				assertThat(context).hasSingleBean(RefreshEndpoint.class);
				assertThat(post(context).getStatus()).isEqualTo(200);
			});
	}

	@Test
	void endpointWhenNothingIsImportedRefreshesAsSpringCloudDoes() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--" + EXPOSED)) {
			WebEndpointResponse<?> response = post(context);
			assertThat(response.getStatus()).isEqualTo(200);
			assertThat((Collection<?>) response.getBody()).isEmpty();
		}
	}

	@Test
	void endpointWhenRefreshScopeIsDisabledIsOurOwn() {
		this.runner.withPropertyValues(EXPOSED, "spring.cloud.refresh.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(RefreshEndpoint.class));
	}

	@Test
	void endpointWhenNotExposedIsAbsent() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(LiveRefreshEndpoint.class)
			.doesNotHaveBean(RefreshEndpoint.class));
	}

	@Test
	void contextWhenActuatorIsAbsentStarts() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void endpointWhenEtcdIsOutOfReachAnswersServiceUnavailableWithSentence() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.import=optional:etcd:/config/test/", "--setpoint.etcd.endpoints=http://127.0.0.1:1",
					"--setpoint.snapshot.enabled=false", "--" + EXPOSED)) {
			WebEndpointResponse<?> response = post(context);
			assertThat(response.getStatus()).isEqualTo(503);
			assertThat(response.getBody()).asInstanceOf(InstanceOfAssertFactories.MAP)
				.extracting((body) -> String.valueOf(body.get("message")))
				.asString()
				.startsWith("etcd could not be read, the last good values stay. ");
			assertThatExceptionOfType(RefreshUnavailableException.class)
				.isThrownBy(() -> context.getBean(LiveRefreshEndpoint.class).refresh());
		}
	}

	private static WebEndpointResponse<?> post(ApplicationContext context) {
		WebEndpointDiscoverer discoverer = new WebEndpointDiscoverer(context,
				new ConversionServiceParameterValueMapper(), EndpointMediaTypes.DEFAULT, null, null, List.of(),
				List.of(), List.of());
		ExposableWebEndpoint endpoint = discoverer.getEndpoints()
			.stream()
			.filter((candidate) -> candidate.getRootPath().equals("refresh"))
			.findFirst()
			.orElseThrow();
		assertThat(endpoint.getOperations()).hasSize(1);
		return (WebEndpointResponse<?>) endpoint.getOperations()
			.iterator()
			.next()
			.invoke(new InvocationContext(SecurityContext.NONE, Map.of()));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
