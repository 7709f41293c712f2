package io.setpoint.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import io.etcd.jetcd.Client;
import org.jspecify.annotations.Nullable;

/**
 * One client of jetcd, from its first use until it is replaced.
 */
final class Link {

	private final EtcdConnection connection;

	private final ExecutorService executor;

	private final Failures failures;

	private final AtomicBoolean assessing = new AtomicBoolean();

	private volatile boolean progressTrusted;

	private @Nullable Client client;

	private boolean closed;

	Link(EtcdConnection connection, ExecutorService executor) {
		this.connection = connection;
		this.executor = executor;
		this.failures = new Failures(connection);
	}

	EtcdConnection connection() {
		return this.connection;
	}

	Failures failures() {
		return this.failures;
	}

	/**
	 * The client, which is built by the first call. This loads classes and reads
	 * certificates, so it belongs on a thread of the store.
	 * @return the client
	 */
	synchronized Client client() {
		if (this.closed) {
			throw new StoreException("The connection to etcd has been closed", null);
		}
		Client result = this.client;
		if (result == null) {
			result = Connector.open(this.connection, this.executor, true);
			this.client = result;
		}
		return result;
	}

	boolean isProgressTrusted() {
		return this.progressTrusted;
	}

	/**
	 * Ask all members for their versions unless they are known to be good: a rolling
	 * upgrade is noticed when the watch comes back.
	 */
	void assessProgress() {
		if (this.progressTrusted || !this.assessing.compareAndSet(false, true)) {
			return;
		}
		List<CompletableFuture<Boolean>> answers;
		try {
			answers = this.connection.endpoints().stream().map(this::assess).toList();
		}
		catch (RuntimeException | Error ex) {
			this.assessing.set(false);
			throw ex;
		}
		CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).whenComplete((done, ex) -> {
			this.progressTrusted = (ex == null) && answers.stream().allMatch(CompletableFuture::join);
			this.assessing.set(false);
		});
	}

	private CompletableFuture<Boolean> assess(String endpoint) {
		String target = Connector.target(this.connection.withEndpoint(endpoint));
		return CompletableFuture.supplyAsync(() -> client().getMaintenanceClient().statusMember(target), this.executor)
			.thenCompose((status) -> status)
			.thenApply((status) -> ServerVersion.of(status.getVersion()).keepsProgressInStep());
	}

	void close() {
		Client open;
		synchronized (this) {
			this.closed = true;
			open = this.client;
			this.client = null;
		}
		if (open != null) {
			open.close();
		}
	}

}
