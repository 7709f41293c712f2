package com.example;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the actuator of an application that has Spring Security, with and without a
 * login.
 */
public final class Actuator {

	private static final String LOGIN = Base64.getEncoder()
		.encodeToString("alice:secret".getBytes(StandardCharsets.US_ASCII));

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private Actuator() {
	}

	/**
	 * Arguments that follow a configuration beside the keys, show all endpoints, and give
	 * them a login.
	 * @param more further arguments
	 * @return arguments of an application
	 */
	public static String[] arguments(String... more) {
		return Stream.concat(Stream.of("--spring.config.import=etcd:,rollout:" + Trial.NAME,
				"--management.endpoints.web.exposure.include=*", "--spring.security.user.name=alice",
				"--spring.security.user.password=secret"), Stream.of(more))
			.toArray(String[]::new);
	}

	/**
	 * Assert that the endpoints say what is followed to whom has logged in, and only to
	 * them.
	 * @param context the application
	 */
	public static void assertClosed(ConfigurableApplicationContext context) {
		String actuator = "http://localhost:" + context.getEnvironment().getProperty("local.server.port")
				+ "/actuator/";
		assertClosed(URI.create(actuator + "setpoint"), "/config/" + Trial.NAME + "/");
		assertClosed(URI.create(actuator + "rollouts"), Trial.NAME);
	}

	private static void assertClosed(URI endpoint, String content) {
		assertThat(answer(HttpRequest.newBuilder(endpoint)).statusCode()).isEqualTo(401);
		HttpResponse<String> answer = answer(
				HttpRequest.newBuilder(endpoint).header("Authorization", "Basic " + LOGIN));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains(content);
	}

	private static HttpResponse<String> answer(HttpRequest.Builder request) {
		try {
			return CLIENT.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
