package io.setpoint.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import io.setpoint.Live;
import io.setpoint.test.CertificateAuthority;
import io.setpoint.test.EtcdServer;
import jakarta.validation.constraints.Max;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how an application on a real etcd is operated.
 */
class OperationTests {

	private static final ConditionFactory SOON = Awaitility.await().atMost(Duration.ofSeconds(30));

	private static final String KEY = "/config/checkout/pricing/discount";

	@TempDir
	Path directory;

	@Test
	void actuatorWhenChangeIsRefusedAndEtcdGoesAwaySaysSoWithoutValues() throws Exception {
		try (EtcdServer etcd = EtcdServer.start()) {
			etcd.put(KEY, "10");
			try (ConfigurableApplicationContext context = run(etcd.endpoint(), "--setpoint.watch.stale-after=4500ms")) {
				SOON.untilAsserted(() -> assertThat(get(context, "/setpoint")).contains("\"state\":\"LIVE\""));
				etcd.put(KEY, "s3cr3t");
				SOON.untilAsserted(() -> assertThat(get(context, "/setpoint")).contains("\"key\":\"" + KEY + "\"")
					.contains("cannot be converted to int")
					.doesNotContain("null"));
				assertThat(get(context, "/setpoint/pricing.discount")).contains("\"pending\":[{")
					.contains("\"source\":\"etcd:/config/checkout/\"")
					.doesNotContain("s3cr3t");
				etcd.stop();
				SOON.untilAsserted(() -> assertThat(get(context, "/health")).contains("\"stale\":true"));
				assertThat(get(context, "/health")).startsWith("200").contains("STALE").doesNotContain("s3cr3t");
				assertThat(get(context, "/health/readiness")).startsWith("200").doesNotContain("setpoint");
				assertThat(get(context, "/setpoint")).contains("\"failure\":").doesNotContain("s3cr3t");
				assertThat(get(context, "/setpoint/no.such.thing")).startsWith("404");
				assertThat(get(context, "/metrics/setpoint.location.staleness")).startsWith("200");
			}
		}
	}

	@Test
	void certificatesThatAreReloadedTakeEffect() throws Exception {
		CertificateAuthority authority = CertificateAuthority.create();
		Path trusted = this.directory.resolve("ca.pem");
		Files.writeString(trusted, authority.certificatePem());
		try (EtcdServer etcd = EtcdServer.builder().tls(authority).start()) {
			etcd.put(KEY, "10");
			try (ConfigurableApplicationContext context = run(etcd.endpoint(), "--setpoint.etcd.ssl.bundle=etcd",
					"--spring.ssl.bundle.pem.etcd.truststore.certificate=file:" + trusted,
					"--spring.ssl.bundle.pem.etcd.reload-on-update=true",
					"--spring.ssl.bundle.watch.file.quiet-period=100ms")) {
				Files.writeString(trusted, CertificateAuthority.create().certificatePem());
				SOON.untilAsserted(() -> assertThat(get(context, "/setpoint")).contains("The certificate of etcd"));
				etcd.put(KEY, "20");
				Files.writeString(trusted, authority.certificatePem());
				SOON.untilAsserted(() -> assertThat(pricing(context).get().discount()).isEqualTo(20));
				assertThat(get(context, "/setpoint")).contains("\"state\":\"LIVE\"");
			}
		}
	}

	private ConfigurableApplicationContext run(String endpoint, String... arguments) {
		Stream<String> common = Stream.of("--spring.config.import=etcd:/config/checkout/",
				"--setpoint.etcd.endpoints=" + endpoint, "--server.port=0",
				"--setpoint.snapshot.directory=" + this.directory.resolve("snapshot"),
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always",
				"--management.endpoint.health.probes.enabled=true");
		return new SpringApplication(Application.class)
			.run(Stream.concat(common, Arrays.stream(arguments)).toArray(String[]::new));
	}

	@SuppressWarnings("unchecked")
	private static Live<Pricing> pricing(ConfigurableApplicationContext context) {
		ResolvableType type = ResolvableType.forClassWithGenerics(Live.class, Pricing.class);
		return (Live<Pricing>) context.getBeanProvider(type).getObject();
	}

	private static String get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator" + path))
			.timeout(Duration.ofSeconds(10))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
		return response.statusCode() + " " + response.body();
	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Max(90) int discount) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Pricing.class)
	static class Application {

	}

}
