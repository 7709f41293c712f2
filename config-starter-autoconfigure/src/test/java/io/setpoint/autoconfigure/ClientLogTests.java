package io.setpoint.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

	private static final String IMPORT = "--spring.config.import=optional:etcd:/config/checkout/";

	private static final String CLIENT = "logging.level.io.etcd.jetcd.impl";

	private static final String METRICS = "logging.level.io.grpc.netty.TcpMetrics";

	@Test
	void clientIsQuietWhereNobodyWantsToHearIt() {
		assertThat(level(CLIENT, IMPORT)).isEqualTo("ERROR");
		assertThat(level(METRICS, IMPORT)).isEqualTo("WARN");
	}

	@Test
	void loggersOfTheClientAreCalledSo() throws ClassNotFoundException {
		assertThat(Class.forName("io.grpc.netty.TcpMetrics")).isNotNull();
		assertThat(Class.forName("io.etcd.jetcd.impl.ClientImpl")).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "io.etcd,impl", "io.etcd.jetcd,impl", "io,impl", "io.grpc,TcpMetrics", "io.grpc.netty,TcpMetrics",
			"io,TcpMetrics" })
	void levelOfALoggerAboveCounts(String above, String logger) {
		String name = CLIENT.endsWith(logger) ? CLIENT : METRICS;
		assertThat(level(name, IMPORT, "--logging.level." + above + "=warn")).isNull();
	}

	@Test
	void levelOfALoggerAboveOneCountsForThatOneOnly() {
		assertThat(level(METRICS, IMPORT, "--logging.level.io.etcd=warn")).isEqualTo("WARN");
	}

	@ParameterizedTest
	@ValueSource(strings = { CLIENT, METRICS })
	void levelOfItsOwnCounts(String name) {
		assertThat(level(name, IMPORT, "--" + name + "=info")).isEqualTo("info");
	}

	@Test
	void applicationThatImportsNothingIsLeftAlone() {
		assertThat(level(CLIENT)).isNull();
		assertThat(level(METRICS)).isNull();
	}

	private static String level(String name, String... arguments) {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(
				Map.of("setpoint.etcd.endpoints", "http://127.0.0.1:1", "setpoint.snapshot.enabled", "false"));
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			return context.getEnvironment().getProperty(name);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
