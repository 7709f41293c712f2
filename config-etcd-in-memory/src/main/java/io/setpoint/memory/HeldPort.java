package io.setpoint.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.jspecify.annotations.Nullable;

/**
 * A port on which nobody listens and which nobody else is given: whoever connects is
 * refused, and whoever asks the system for a free port gets another one.
 */
final class HeldPort implements AutoCloseable {

	private final Socket socket = new Socket();

	private HeldPort() {
	}

	/**
	 * Hold a port of the loopback address, if nobody else has it by now.
	 * @param port the port
	 * @return what holds it, {@code null} if the system does not let it
	 */
	static @Nullable HeldPort of(int port) {
		HeldPort held = new HeldPort();
		try {
			held.socket.setReuseAddress(true);
			held.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return held;
		}
		catch (IOException ex) {
			held.close();
			return null;
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The socket that held a port was not closed", ex);
		}
	}

}
