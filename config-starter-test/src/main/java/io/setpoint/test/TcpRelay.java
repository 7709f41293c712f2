package io.setpoint.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntPredicate;

/**
 * A TCP relay on a local port that can break the link to what is behind it. It starts in
 * the mode {@link #pass()}. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class TcpRelay implements AutoCloseable {

	private static final CountDownLatch OPEN = new CountDownLatch(0);

	private final InetSocketAddress target;

	private final int port;

	private final Set<TcpLink> links = ConcurrentHashMap.newKeySet();

	private volatile ServerSocket server;

	private volatile Thread acceptor;

	private volatile IntPredicate barred = (port) -> false;

	private volatile CountDownLatch gate = OPEN;

	private volatile long bytesPerSecond;

	private TcpRelay(InetSocketAddress target) {
		this.target = target;
		this.port = FreePorts.next();
		this.server = listen(this.port);
		this.acceptor = accept(this.server);
	}

	/**
	 * Relay to a local port.
	 * @param port the port
	 * @return the relay, to be closed
	 */
	public static TcpRelay to(int port) {
		return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	/**
	 * Relay to an address.
	 * @param target the address
	 * @return the relay, to be closed
	 */
	public static TcpRelay to(InetSocketAddress target) {
		return new TcpRelay(target);
	}

	/**
	 * Return the port to connect to, on the loopback address.
	 * @return the port, which stays the same
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Return the number of connections that are open.
	 * @return the number
	 */
	public int connections() {
		return this.links.size();
	}

	/**
	 * Pass everything on. What a black hole held back is delivered now, as after a
	 * partition that healed.
	 */
	public synchronized void pass() {
		change((port) -> false, OPEN, 0);
	}

	/**
	 * Pass on at most so many bytes each second, for each connection and direction.
	 * @param bytesPerSecond the limit
	 */
	public synchronized void throttle(long bytesPerSecond) {
		if (bytesPerSecond < 1) {
			throw new IllegalArgumentException("The limit must be at least 1 byte per second.");
		}
		change((port) -> false, OPEN, bytesPerSecond);
	}

	/**
	 * Keep connections open and take new ones, but pass nothing on.
	 */
	public synchronized void blackHole() {
		change((port) -> false, new CountDownLatch(1), 0);
	}

	/**
	 * Reset all connections, and each new one as soon as it is made.
	 */
	public synchronized void reset() {
		bar((port) -> true);
	}

	/**
	 * Reset all connections and stop to listen: new connections are refused.
	 */
	public synchronized void refuse() {
		stopListening();
		cut();
	}

	/**
	 * Reset the connections that are open now, once. New ones are treated as before.
	 */
	public void cut() {
		this.links.forEach(TcpLink::reset);
	}

	/**
	 * Reset the connections that come from certain ports, now and later.
	 * @param barred chooses the source ports
	 */
	synchronized void bar(IntPredicate barred) {
		change(barred, OPEN, 0);
		this.links.stream().filter((link) -> barred.test(link.sourcePort())).forEach(TcpLink::reset);
	}

	private void change(IntPredicate barred, CountDownLatch gate, long bytesPerSecond) {
		CountDownLatch previous = this.gate;
		this.barred = barred;
		this.bytesPerSecond = bytesPerSecond;
		this.gate = gate;
		previous.countDown();
		if (this.server.isClosed()) {
			this.server = listen(this.port);
			this.acceptor = accept(this.server);
		}
	}

	/**
	 * Return when data may be passed on.
	 * @return the rate in bytes per second, or 0 for no limit
	 * @throws InterruptedException if the link was closed meanwhile
	 */
	long awaitPassage() throws InterruptedException {
		CountDownLatch current = this.gate;
		current.await();
		return (current == this.gate) ? this.bytesPerSecond : awaitPassage();
	}

	InetSocketAddress target() {
		return this.target;
	}

	void remove(TcpLink link) {
		this.links.remove(link);
	}

	private Thread accept(ServerSocket listening) {
		return TcpLink.start("accept-" + this.port, () -> {
			while (!listening.isClosed()) {
				take(listening);
			}
		});
	}

	private void take(ServerSocket listening) {
		try {
			Socket socket = listening.accept();
			TcpLink link = new TcpLink(this, socket);
			this.links.add(link);
			if (listening.isClosed() || this.barred.test(socket.getPort())) {
				link.reset();
			}
			else {
				link.open();
			}
		}
		catch (IOException ex) {
			if (!listening.isClosed()) {
				throw new UncheckedIOException("Cannot accept on port " + this.port, ex);
			}
		}
	}

	private static ServerSocket listen(int port) {
		try {
			ServerSocket socket = new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + port, ex);
		}
	}

	/**
	 * Close the listening socket. The system goes on taking connections until the thread
	 * that waits for one has let go of it.
	 */
	private void stopListening() {
		try {
			this.server.close();
			this.acceptor.join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot stop to listen", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized void close() {
		refuse();
		FreePorts.giveBack(this.port);
	}

	@Override
	public String toString() {
		return "relay 127.0.0.1:" + this.port + " -> " + this.target;
	}

}
