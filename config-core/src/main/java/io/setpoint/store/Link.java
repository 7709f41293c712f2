package io.setpoint.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.setpoint.store.Endpoints.Member;
import org.jspecify.annotations.Nullable;

/**
 * One client of jetcd, from its first use until it is replaced.
 */
final class Link {

	private final EtcdConnection connection;

	private final ExecutorService executor;

	private final Failures failures;

	private final EtcdCalls calls;

	private final Opening opening = new Opening();

	private final AtomicBoolean assessing = new AtomicBoolean();

	private volatile boolean progressTrusted;

	private volatile boolean surveyed;

	private @Nullable Client client;

	private volatile boolean closed;

	Link(EtcdConnection connection, ExecutorService executor) {
		this.connection = connection;
		this.executor = executor;
		this.failures = new Failures(connection);
		this.calls = connection.calls();
	}

	/**
	 * Return a task that makes calls as if on this thread.
	 * @param task the task
	 * @return the task to run elsewhere
	 */
	Runnable carry(Runnable task) {
		return this.calls.carry(task);
	}

	EtcdConnection connection() {
		return this.connection;
	}

	Opening opening() {
		return this.opening;
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
			result = Connector.open(this.connection, this.executor, true, this.opening);
			this.client = result;
		}
		return result;
	}

	/**
	 * Return whether it is known what is behind each endpoint.
	 * @return whether all have answered
	 */
	boolean isSurveyed() {
		return this.surveyed;
	}

	boolean isProgressTrusted() {
		return this.progressTrusted;
	}

	/**
	 * Ask the members for their versions unless they are known to be good: a rolling
	 * upgrade is noticed when the watch comes back.
	 * @param endpoints the endpoints to ask, more than the used ones perhaps
	 * @param found told what is behind each endpoint that answers
	 */
	void assess(List<String> endpoints, Consumer<Map<String, Member>> found) {
		if (this.progressTrusted || !this.assessing.compareAndSet(false, true)) {
			return;
		}
		try {
			statuses(endpoints).whenComplete((statuses, failure) -> {
				this.progressTrusted = failure == null
						&& this.connection.endpoints().stream().allMatch((used) -> isInStep(statuses.get(used)));
				this.assessing.set(false);
				found.accept((failure != null) ? Map.of() : members(statuses));
			});
		}
		catch (RuntimeException | Error ex) {
			this.assessing.set(false);
			throw ex;
		}
	}

	private static boolean isInStep(@Nullable StatusResponse status) {
		return status != null && ServerVersion.of(status.getVersion()).keepsProgressInStep();
	}

	/**
	 * Ask what is behind some endpoints.
	 * @param endpoints the endpoints
	 * @return what is behind each that answers in time
	 */
	CompletableFuture<Map<String, Member>> survey(List<String> endpoints) {
		return statuses(endpoints).thenApply(Link::members);
	}

	private static Map<String, Member> members(Map<String, StatusResponse> statuses) {
		Map<String, Member> members = new LinkedHashMap<>();
		statuses.forEach((endpoint, status) -> members.put(endpoint,
				new Member(status.getHeader().getClusterId(), status.isLearner())));
		return members;
	}

	private CompletableFuture<Map<String, StatusResponse>> statuses(List<String> endpoints) {
		Map<String, StatusResponse> statuses = new ConcurrentHashMap<>();
		return CompletableFuture
			.allOf(endpoints.stream().map((endpoint) -> status(endpoint).handle((status, failure) -> {
				if (status != null) {
					statuses.put(endpoint, status);
				}
				return status;
			})).toArray(CompletableFuture[]::new))
			.thenApply((all) -> {
				this.surveyed |= statuses.size() == endpoints.size();
				return statuses;
			});
	}

	private CompletableFuture<StatusResponse> status(String endpoint) {
		String target = Connector.target(this.connection.withEndpoint(endpoint));
		return CompletableFuture.supplyAsync(() -> client().getMaintenanceClient().statusMember(target), this.executor)
			.thenCompose((status) -> status);
	}

	/**
	 * Let nobody have the client any more. Returns at once, and leaves it to
	 * {@link #close()} to close what there is.
	 */
	void refuse() {
		this.closed = true;
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
