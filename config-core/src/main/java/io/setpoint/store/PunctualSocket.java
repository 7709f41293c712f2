package io.setpoint.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket that reads until a certain time, however little the other end sends each time.
 * Proxies of the JVM have no part in it.
 */
final class PunctualSocket extends Socket {

	private long end;

	PunctualSocket() {
		super(Proxy.NO_PROXY);
	}

	/**
	 * Begin to wait for something.
	 * @param time how long all of it may take to arrive
	 */
	void readWithin(Duration time) {
		this.end = System.nanoTime() + time.toNanos();
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return new Input(super.getInputStream());
	}

	/**
	 * Return how much time is left of what is waited for.
	 * @return the milliseconds
	 * @throws SocketTimeoutException if there is none
	 */
	int millisLeft() throws SocketTimeoutException {
		long left = Duration.ofNanos(this.end - System.nanoTime()).toMillis();
		if (left <= 0) {
			throw new SocketTimeoutException("Read timed out");
		}
		return (int) Math.min(left, Integer.MAX_VALUE);
	}

	/**
	 * Waits for the next bytes no longer than there is time left for all of them.
	 */
	private final class Input extends FilterInputStream {

		Input(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			setSoTimeout(millisLeft());
			return super.read();
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			setSoTimeout(millisLeft());
			return super.read(bytes, offset, length);
		}

	}

}
