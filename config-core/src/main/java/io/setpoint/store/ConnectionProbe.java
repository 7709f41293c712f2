package io.setpoint.store;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

import io.etcd.jetcd.Client;

/**
 * Tries each endpoint by itself, without waiting for a connection, so that it is known
 * why none came about. Where several endpoints fail, the one that let the probe in
 * furthest says most.
 */
final class ConnectionProbe {

	private static final List<Class<? extends StoreException>> ORDER = List.of(PermissionDeniedException.class,
			AuthenticationFailedException.class, LeaderLostException.class, TlsFailedException.class);

	private final EtcdConnection connection;

	private final ExecutorService executor;

	/**
	 * Create a probe.
	 * @param connection how etcd is reached
	 * @param executor runs the probe and is shut down after it
	 */
	ConnectionProbe(EtcdConnection connection, ExecutorService executor) {
		this.connection = connection;
		this.executor = executor;
	}

	/**
	 * Read one key of each prefix from every endpoint.
	 * @param prefixes the prefixes
	 * @return completes with the first endpoint that serves all prefixes, and fails with
	 * what says most when none does
	 */
	CompletableFuture<Void> run(List<String> prefixes) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		Map<String, CompletableFuture<Void>> probes = new LinkedHashMap<>();
		for (String endpoint : this.connection.endpoints()) {
			CompletableFuture<Void> probe = probe(this.connection.withEndpoint(endpoint), prefixes);
			probes.put(endpoint, probe);
			probe.thenRun(() -> result.complete(null));
		}
		CompletableFuture.allOf(probes.values().toArray(CompletableFuture[]::new)).whenComplete((done, failure) -> {
			if (failure != null) {
				result.completeExceptionally(mostTelling(probes));
			}
			this.executor.shutdown();
		});
		return result;
	}

	private StoreException mostTelling(Map<String, CompletableFuture<Void>> probes) {
		Map<StoreException, Throwable> failures = new LinkedHashMap<>();
		probes.forEach((endpoint, probe) -> probe.whenComplete((done, failure) -> {
			if (failure != null) {
				failures.put(new Failures(this.connection.withEndpoint(endpoint), true).translate(failure), failure);
			}
		}));
		StoreException first = failures.keySet()
			.stream()
			.min(Comparator.comparingInt((failure) -> rank(failure.getClass())))
			.orElseThrow();
		if (failures.keySet().stream().allMatch((failure) -> failure.getClass() == first.getClass())) {
			return new Failures(this.connection, true).translate(Objects.requireNonNull(failures.get(first)));
		}
		failures.keySet().stream().filter((failure) -> failure != first).forEach(first::addSuppressed);
		return first;
	}

	private static int rank(Class<?> type) {
		int index = ORDER.indexOf(type);
		return (index >= 0) ? index : ORDER.size();
	}

	private CompletableFuture<Void> probe(EtcdConnection single, List<String> prefixes) {
		CompletableFuture<Client> opened = CompletableFuture
			.supplyAsync(() -> Connector.open(single, this.executor, false, new Opening()), this.executor);
		return opened.thenCompose((client) -> CompletableFuture
			.allOf(prefixes.stream()
				.map((prefix) -> Ranges.read(client, Ranges.sample(prefix)))
				.toArray(CompletableFuture[]::new))
			.whenCompleteAsync((done, failure) -> client.close(), this.executor));
	}

}
