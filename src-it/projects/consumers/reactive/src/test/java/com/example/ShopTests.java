package com.example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = Trial.KEY + "=10")
class ShopTests {

	@Test
	void startsTakesChangesAndStopsWithWebFluxBehindALogin(Etcd etcd) {
		Trial.of(new SpringApplicationBuilder(Shop.class), etcd, ShopTests::assertClosed,
				"--spring.config.import=etcd:",
				"--management.endpoints.web.exposure.include=*", "--spring.security.user.name=alice",
				"--spring.security.user.password=secret");
	}

	private static void assertClosed(ConfigurableApplicationContext context) {
		URI endpoint = URI.create(
				"http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/setpoint");
		assertThat(status(HttpRequest.newBuilder(endpoint))).isEqualTo(401);
		String login = Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.US_ASCII));
		assertThat(status(HttpRequest.newBuilder(endpoint).header("Authorization", "Basic " + login))).isEqualTo(200);
	}

	private static int status(HttpRequest.Builder request) {
		try {
			return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
