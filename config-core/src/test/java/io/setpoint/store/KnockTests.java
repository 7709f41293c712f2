package io.setpoint.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Knock}.
 */
class KnockTests {

	@Test
	void portThatIsListenedAtTakesIt() throws IOException {
		try (ServerSocket server = listen()) {
			assertThat(at(endpoint(server))).isEmpty();
		}
	}

	@Test
	void portThatNobodyListensAtDoesNot() throws IOException {
		String endpoint;
		try (ServerSocket server = listen()) {
			endpoint = endpoint(server);
		}
		assertThat(at(endpoint)).containsExactly(endpoint);
	}

	@Test
	void thoseOfSeveralAreToldThatDoNotTakeIt() throws IOException {
		String unknown = "http://unknown.invalid:2379";
		try (ServerSocket server = listen()) {
			assertThat(at(endpoint(server), unknown)).containsExactly(unknown);
		}
	}

	private static Set<String> at(String... endpoints) {
		return Knock.at(List.of(endpoints), Runnable::run).join();
	}

	private static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
	}

	private static String endpoint(ServerSocket server) {
		return "http://127.0.0.1:" + server.getLocalPort();
	}

}
