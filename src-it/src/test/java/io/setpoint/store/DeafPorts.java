package io.setpoint.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ports on which nobody listens, and nobody else will for as long as the JVM lives.
 */
final class DeafPorts {

	private static final Queue<Socket> HELD = new ConcurrentLinkedQueue<>();

	private DeafPorts() {
	}

	static int next() throws IOException {
		Socket socket = new Socket();
		HELD.add(socket);
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		return socket.getLocalPort();
	}

}
