package io.setpoint.benchmark;

import java.util.Map;

import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.autoconfigure.SetpointRefreshAutoConfiguration;
import io.setpoint.autoconfigure.SetpointRolloutControlAutoConfiguration;
import io.setpoint.document.LocationPropertySource;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * The applications that are measured: nothing but their properties.
 */
final class Applications {

	private Applications() {
	}

	/**
	 * Start an application with {@link Limits} and the generated types on the class path.
	 * @param properties its settings
	 * @return the application
	 */
	static ConfigurableApplicationContext start(Map<String, Object> properties) {
		return builder(properties).sources(WithLimits.class).run();
	}

	/**
	 * Start an application with {@link Limits} and further beans.
	 * @param configuration defines the beans
	 * @param properties its settings
	 * @return the application
	 */
	static ConfigurableApplicationContext startWith(Class<?> configuration, Map<String, Object> properties) {
		return builder(properties).sources(WithLimits.class, configuration).run();
	}

	/**
	 * Start an application with the generated types only.
	 * @param properties its settings
	 * @return the application
	 */
	static ConfigurableApplicationContext startGenerated(Map<String, Object> properties) {
		return builder(properties).sources(Generated.class).run();
	}

	/**
	 * Start an application with {@link Limits} that come from a location.
	 * @param source the location
	 * @return the application
	 */
	static ConfigurableApplicationContext startOn(LocationPropertySource source) {
		return builder(Map.of()).sources(WithLimits.class)
			.initializers((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run();
	}

	/**
	 * Start an application with {@link Limits} and nothing but what configuration needs,
	 * of which many fit into one JVM.
	 * @param properties its settings
	 * @return the application
	 */
	static ConfigurableApplicationContext startSmall(Map<String, Object> properties) {
		return builder(properties).sources(Small.class).run();
	}

	static Map<String, Object> importing(String endpoint, String prefix) {
		return Map.of("spring.config.import", "etcd:" + prefix, "setpoint.etcd.endpoints", endpoint);
	}

	private static SpringApplicationBuilder builder(Map<String, Object> properties) {
		return new SpringApplicationBuilder().web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(Map.of("logging.level.root", "error", "spring.main.keep-alive", "true"))
			.properties(properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Limits.class)
	@ConfigurationPropertiesScan("io.setpoint.benchmark.generated")
	static class WithLimits {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ConfigurationPropertiesScan("io.setpoint.benchmark.generated")
	static class Generated {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ConfigurationPropertiesAutoConfiguration.class, SetpointAutoConfiguration.class,
			SetpointRefreshAutoConfiguration.class, SetpointRolloutControlAutoConfiguration.class })
	@EnableConfigurationProperties(Limits.class)
	static class Small {

	}

}
