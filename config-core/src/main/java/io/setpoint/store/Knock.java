package io.setpoint.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/**
 * Finds out whether anybody listens where etcd is expected, by a connection that is
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
	 * @return whether one of them has taken a connection
	 */
	static boolean at(List<String> endpoints) {
		return endpoints.stream().map(Endpoint::of).anyMatch(Knock::at);
	}

	private static boolean at(Endpoint endpoint) {
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
