package io.setpoint.test;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import io.setpoint.memory.MemoryServer;

/**
 * An etcd in this JVM, for tests and first steps on a machine that has none. Clients
 * reach it over gRPC as they reach a real one, and find its revisions, transactions,
 * watches, leases and compaction; its JSON gateway answers on the same port. It has one
 * member, no disk, no authentication and no TLS: whoever wants those, or faults of the
 * server, starts an {@link EtcdServer}.
 *
 * <p>
 * Two daemon threads serve all clients; they end when the server is stopped or closed.
 *
 * @since 0.1.0
 */
public final class EtcdInMemory implements Etcd {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private final MemoryServer server;

	private final EtcdClient client;

	private final OnDemandRelay relay = new OnDemandRelay(this::port);

	private EtcdInMemory(MemoryServer server) {
		this.server = server;
		this.client = new EtcdClient(new MemoryGateway(server));
	}

	/**
	 * Start an etcd in this JVM, on a free port.
	 * @return the etcd, to be closed
	 */
	public static EtcdInMemory start() {
		return builder().start();
	}

	/**
	 * Describe an etcd in this JVM.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the port.
	 * @return the port, which stays the same over restarts
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Return the client endpoint.
	 * @return the URL, without a trailing slash
	 */
	public String endpoint() {
		return this.server.endpoint();
	}

	@Override
	public List<String> endpoints() {
		return List.of(endpoint());
	}

	@Override
	public EtcdClient client() {
		return this.client;
	}

	/**
	 * There is no authentication.
	 * @return nothing
	 * @throws UnsupportedOperationException always
	 */
	@Override
	public EtcdAccess access() {
		throw new UnsupportedOperationException("The etcd in the JVM has no authentication: use an EtcdServer.");
	}

	/**
	 * There is no TLS.
	 * @return nothing
	 * @throws IllegalStateException always
	 */
	@Override
	public CertificateAuthority authority() {
		throw new IllegalStateException("The etcd in the JVM does not use TLS: use an EtcdServer.");
	}

	/**
	 * Return a relay in front of the port, which can break the link without breaking the
	 * server. It is created by the first call and closed with the server.
	 * @return the relay; clients connect to its port
	 */
	public TcpRelay relay() {
		return this.relay.get();
	}

	/**
	 * Return the client endpoint that goes through {@link #relay()}.
	 * @return the URL, without a trailing slash
	 */
	public String relayedEndpoint() {
		return "http://127.0.0.1:" + relay().port();
	}

	/**
	 * Return whether clients are served.
	 * @return whether it is running
	 */
	public boolean isRunning() {
		return this.server.isRunning();
	}

	@Override
	public void awaitReady() {
		if (!Condition.await(START_TIMEOUT, () -> this.client.isServing(START_TIMEOUT))) {
			throw new EtcdStartException("The etcd in the JVM is stopped: restart() it first", "");
		}
	}

	/**
	 * Break all connections and serve nobody. Keys and leases stay. Does nothing if it is
	 * stopped.
	 */
	public void stop() {
		this.server.stop();
	}

	/**
	 * Stop if it is running, and start with the same keys on the same port. Leases begin
	 * anew, as after the election of a leader.
	 */
	public void restart() {
		this.server.stop();
		this.server.start();
	}

	@Override
	public void wipe() {
		this.server.wipe();
		this.server.start();
	}

	/**
	 * End the leases that have expired by the ticker, now instead of a tenth of a second
	 * later at the latest.
	 */
	public void expireLeases() {
		this.server.expireLeases();
	}

	@Override
	public void close() {
		this.server.close();
		this.relay.close();
	}

	@Override
	public String toString() {
		return "etcd in the JVM at " + endpoint();
	}

	/**
	 * Describes an etcd in this JVM and starts it.
	 */
	public static final class Builder {

		private int clientPort;

		private LongSupplier ticker = System::nanoTime;

		private Duration progressInterval = MemoryServer.PROGRESS_INTERVAL;

		private Builder() {
		}

		/**
		 * Listen on the given port instead of a free one.
		 * @param port the port
		 * @return this builder
		 */
		public Builder clientPort(int port) {
			this.clientPort = port;
			return this;
		}

		/**
		 * Let leases expire by something else than {@link System#nanoTime()}.
		 * @param ticker nanoseconds that pass; safe for use by several threads
		 * @return this builder
		 */
		public Builder ticker(LongSupplier ticker) {
			this.ticker = ticker;
			return this;
		}

		/**
		 * Set how often watches that ask for it hear that they are up to date.
		 * @param interval the interval, 10 minutes by default as in etcd
		 * @return this builder
		 */
		public Builder progressInterval(Duration interval) {
			this.progressInterval = interval;
			return this;
		}

		/**
		 * Start.
		 * @return the etcd, to be closed
		 */
		public EtcdInMemory start() {
			MemoryServer server = new MemoryServer(this.clientPort, this.ticker, this.progressInterval);
			server.start();
			return new EtcdInMemory(server);
		}

	}

}
