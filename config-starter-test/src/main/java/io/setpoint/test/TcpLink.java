package io.setpoint.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection through a {@link TcpRelay}: two sockets and a thread for each direction.
 */
final class TcpLink {

	private static final int BUFFER = 16 * 1024;

	private static final int CHUNKS_PER_SECOND = 50;

	private static final int CONNECT_TIMEOUT = 5000;

	private final TcpRelay relay;

	private final Socket source;

	private final Socket target = new Socket();

	private final AtomicInteger directions = new AtomicInteger(2);

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private volatile boolean closed;

	TcpLink(TcpRelay relay, Socket source) {
		this.relay = relay;
		this.source = source;
	}

	int sourcePort() {
		return this.source.getPort();
	}

	void open() {
		this.threads.add(start("link-" + sourcePort(), this::connect));
	}

	/**
	 * End both sides with a reset instead of an orderly end.
	 */
	void reset() {
		this.closed = true;
		this.threads.forEach(Thread::interrupt);
		this.relay.remove(this);
		abort(this.source);
		abort(this.target);
	}

	private void connect() {
		try {
			this.relay.awaitPassage();
			this.target.connect(this.relay.target(), CONNECT_TIMEOUT);
			this.target.setTcpNoDelay(true);
			this.source.setTcpNoDelay(true);
			this.threads.add(start("back-" + sourcePort(), () -> pump(this.target, this.source)));
			if (this.closed) {
				reset();
			}
		}
		catch (IOException | InterruptedException ex) {
			reset();
			return;
		}
		pump(this.source, this.target);
	}

	private void pump(Socket from, Socket to) {
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[BUFFER];
			for (int length = in.read(buffer); length != -1; length = in.read(buffer)) {
				pass(buffer, length, out);
			}
			to.shutdownOutput();
			if (this.directions.decrementAndGet() == 0) {
				end();
			}
		}
		catch (IOException | InterruptedException ex) {
			reset();
		}
	}

	private void pass(byte[] buffer, int length, OutputStream out) throws IOException, InterruptedException {
		for (int offset = 0; offset < length;) {
			long rate = this.relay.awaitPassage();
			int chunk = (rate == 0) ? length - offset
					: (int) Math.min(length - offset, Math.max(1, rate / CHUNKS_PER_SECOND));
			out.write(buffer, offset, chunk);
			offset += chunk;
			if (rate != 0) {
				LockSupport.parkNanos(chunk * 1_000_000_000L / rate);
			}
		}
	}

	private void end() {
		this.relay.remove(this);
		close(this.source);
		close(this.target);
	}

	private static void abort(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			return;
		}
		finally {
			close(socket);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			return;
		}
	}

	static Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, "setpoint-relay-" + name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
