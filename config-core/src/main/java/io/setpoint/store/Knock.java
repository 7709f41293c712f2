package io.setpoint.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

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
	 * Knock at some endpoints, side by side: one that is silent keeps nobody from another
	 * one that is not.
	 * @param endpoints the endpoints
	 * @param executor what it is done with, which it blocks for a while
	 * @return those that have not taken a connection
	 */
	static CompletableFuture<Set<String>> at(Collection<String> endpoints, Executor executor) {
		Set<String> shut = ConcurrentHashMap.newKeySet();
		CompletableFuture<?>[] knocks = endpoints.stream()
			.map((endpoint) -> CompletableFuture.runAsync(() -> at(endpoint, shut), executor))
			.toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(knocks).thenApply((done) -> Set.copyOf(shut));
	}

	private static void at(String endpoint, Set<String> shut) {
		if (!isTaken(Endpoint.of(endpoint))) {
			shut.add(endpoint);
		}
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
