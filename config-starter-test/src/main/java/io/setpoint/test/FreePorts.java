package io.setpoint.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Ports below the range from which systems take the local ports of outgoing connections:
 * nobody takes the port of a server while the server is down.
 */
final class FreePorts {

	private static final int FIRST = 20000;

	private static final int END = 32000;

	private static final int ATTEMPTS = 5;

	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

	private FreePorts() {
	}

	static synchronized int next() {
		while (true) {
			int port = RANDOM.nextInt(FIRST, END);
			if (isFree(port) && GIVEN.add(port)) {
				return port;
			}
		}
	}

	static void giveBack(int port) {
		GIVEN.remove(port);
	}

	/**
	 * Start something on new ports until none of them was taken in between.
	 * @param <T> the type of what is started
	 * @param start picks ports and starts
	 * @return what was started
	 */
	static <T> T retry(Supplier<T> start) {
		for (int attempt = 1;; attempt++) {
			try {
				return start.get();
			}
			catch (EtcdStartException ex) {
				if (!ex.isPortTaken() || attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(false);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
