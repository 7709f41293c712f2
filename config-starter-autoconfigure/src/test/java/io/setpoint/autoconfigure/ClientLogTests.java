package io.setpoint.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientLog}.
 */
class ClientLogTests {

	private static final String NAME = "logging.level." + ClientLog.LOGGER;

	@Test
	void clientIsQuietWhereNobodyWantsToHearIt() {
		assertThat(level("--spring.config.import=optional:etcd:/config/checkout/")).isEqualTo("ERROR");
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.etcd", "io.etcd.jetcd", "io" })
	void levelOfALoggerAboveCounts(String logger) {
		assertThat(
				level("--spring.config.import=optional:etcd:/config/checkout/", "--logging.level." + logger + "=warn"))
			.isNull();
	}

	@Test
	void levelOfItsOwnCounts() {
		assertThat(level("--spring.config.import=optional:etcd:/config/checkout/", "--" + NAME + "=info"))
			.isEqualTo("info");
	}

	@Test
	void applicationThatImportsNothingIsLeftAlone() {
		assertThat(level()).isNull();
	}

	private static String level(String... arguments) {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(
				Map.of("setpoint.etcd.endpoints", "http://127.0.0.1:1", "setpoint.snapshot.enabled", "false"));
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			return context.getEnvironment().getProperty(NAME);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
