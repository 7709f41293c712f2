package io.setpoint.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * A port on which nobody listens and which nobody else is given: whoever connects is
 * refused, and whoever asks the system for a free port gets another one.
 */
final class HeldPort implements AutoCloseable {

	private final SocketChannel socket;

	private HeldPort(SocketChannel socket) {
		this.socket = socket;
	}

	/**
	 * Hold a port of the loopback address, if nobody else has it by now.
	 * @param port the port
	 * @return what holds it, {@code null} if the system does not let it
	 */
	static @Nullable HeldPort of(int port) {
		SocketChannel socket = open();
		try {
			socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return new HeldPort(socket);
		}
		catch (IOException ex) {
			close(socket);
			return null;
		}
	}

	private static SocketChannel open() {
		try {
			return SocketChannel.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("There is no socket to hold a port by", ex);
		}
	}

	private static void close(SocketChannel socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The socket that held a port was not closed", ex);
		}
	}

	@Override
	public void close() {
		close(this.socket);
	}

}
