package io.setpoint.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Looks up the addresses of hosts within a time. The JVM cannot end a look-up that nobody
 * answers, so each has a daemon thread of its own, and whoever asks for the same host
 * meanwhile waits for the same look-up: a host whose name server is silent costs one
 * thread, however often it is tried.
 */
final class HostLookup {

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

	private static final HostLookup SHARED = new HostLookup(InetAddress::getByName);

	private final Map<String, FutureTask<InetAddress>> underWay = new ConcurrentHashMap<>();

	private final Resolver resolver;

	HostLookup(Resolver resolver) {
		this.resolver = resolver;
	}

	static HostLookup shared() {
		return SHARED;
	}

	/**
	 * Return an address of a host.
	 * @param host the host
	 * @param time how long it may take to find it out
	 * @return the address
	 * @throws IOException if it is unknown, or not known in time
	 */
	InetAddress address(String host, Duration time) throws IOException {
		if (ADDRESS.matcher(host).matches()) {
			return InetAddress.getByName(host);
		}
		try {
			return this.underWay.computeIfAbsent(host, this::begin).get(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new LateLookupException();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException unknown) {
				throw unknown;
			}
			throw new IOException("The host cannot be looked up", ex.getCause());
		}
	}

	private FutureTask<InetAddress> begin(String host) {
		FutureTask<InetAddress> lookup = new FutureTask<>(() -> resolve(host));
		Thread thread = new Thread(lookup, "setpoint-lookup");
		thread.setDaemon(true);
		thread.start();
		return lookup;
	}

	private InetAddress resolve(String host) throws IOException {
		try {
			return this.resolver.address(host);
		}
		finally {
			this.underWay.remove(host);
		}
	}

	/**
	 * Finds an address, however long it takes.
	 */
	@FunctionalInterface
	interface Resolver {

		InetAddress address(String host) throws IOException;

	}

}
