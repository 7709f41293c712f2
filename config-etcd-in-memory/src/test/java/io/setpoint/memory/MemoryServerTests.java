package io.setpoint.memory;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MemoryServer}.
 */
class MemoryServerTests {

	@Test
	void portOfAServerThatIsStoppedRefusesClientsAndIsGivenToNobody() throws IOException {
		try (MemoryServer server = new MemoryServer()) {
			server.start();
			int port = server.port();
			server.stop();
			server.stop();
			assertThatExceptionOfType(ConnectException.class)
				.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
			assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(port));
			server.start();
			assertThat(server.port()).isEqualTo(port);
			new Socket(InetAddress.getLoopbackAddress(), port).close();
		}
	}

	@Test
	void portOfAServerThatIsClosedIsAnybodys() throws IOException {
		MemoryServer server = new MemoryServer();
		server.start();
		int port = server.port();
		server.stop();
		server.close();
		bind(port);
	}

	private static void bind(int port) throws IOException {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(false);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		}
	}

}
