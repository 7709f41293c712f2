package io.setpoint.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out where nobody listens though etcd is expected there, by a connection that is
 * closed at once: nothing is sent, so it costs etcd next to nothing.
 */
final class Knock {

	/**
	 * How long the name of each endpoint may take, and its connection. A host that is
	 * gone does not refuse, it is silent.
	 */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	private Knock() {
	}

	/**
	 * Knock at one endpoint after the other. Blocks.
	 * @param endpoints the endpoints
	 * @return those that have not taken a connection
	 */
	static Set<String> at(List<String> endpoints) {
		return endpoints.stream()
			.filter((endpoint) -> !isTaken(Endpoint.of(endpoint)))
			.collect(Collectors.toUnmodifiableSet());
	}

	private static boolean isTaken(Endpoint endpoint) {
		try (Socket socket = new Socket()) {
			InetAddress address = HostLookup.shared().address(endpoint.bareHost(), PATIENCE);
			socket.connect(new InetSocketAddress(address, endpoint.port()), (int) PATIENCE.toMillis());
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
