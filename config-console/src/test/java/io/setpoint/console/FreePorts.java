package io.setpoint.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Ports below the range from which systems take those that nobody has chosen: nobody is
 * given the port of a server that is down for a while.
 */
final class FreePorts {

	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

	private FreePorts() {
	}

	static int next() {
		while (true) {
			int port = RANDOM.nextInt(20_000, 32_000);
			if (isFree(port) && GIVEN.add(port)) {
				return port;
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
