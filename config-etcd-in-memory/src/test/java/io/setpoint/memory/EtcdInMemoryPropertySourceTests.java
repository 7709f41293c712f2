package io.setpoint.memory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.EnumerablePropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdInMemoryPropertySource}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EtcdInMemoryPropertySourceTests {

	@Test
	void applicationThatDoesNotNameThePropertyHasNoEtcd(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getEnvironment().getProperty("setpoint.etcd.endpoints")).isNull();
			assertThat(goThrough(context)).isEmpty();
		}
		assertThat(output).doesNotContain("etcd in this JVM");
	}

	@Test
	void applicationThatNamesThePropertyHasOneAndSaysSo(CapturedOutput output)
			throws IOException, InterruptedException {
		try (ConfigurableApplicationContext context = run(
				"--setpoint.etcd.endpoints=${" + EtcdInMemoryPropertySource.PROPERTY + "}")) {
			String endpoint = context.getEnvironment().getProperty("setpoint.etcd.endpoints");
			assertThat(get(endpoint + "/health")).isEqualTo("{\"health\":\"true\"}");
			assertThat(context.getEnvironment().getProperty(EtcdInMemoryPropertySource.PROPERTY)).isEqualTo(endpoint);
			assertThat(goThrough(context)).containsExactly(endpoint);
			assertThat(output).containsOnlyOnce("Runs on an etcd in this JVM at " + endpoint
					+ ": its keys are gone when the application ends. setpoint.etcd.endpoints names a real one");
		}
	}

	private static List<Object> goThrough(ConfigurableApplicationContext context) {
		EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) context.getEnvironment()
			.getPropertySources()
			.get("etcdInMemory");
		return Arrays.stream(source.getPropertyNames()).map(source::getProperty).toList();
	}

	private static ConfigurableApplicationContext run(String... args) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(args);
	}

	private static String get(String url) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
