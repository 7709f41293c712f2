package io.setpoint.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Consistent reads by the client, while somebody waits for them.
 */
final class ClientReads {

	/**
	 * How long a read may take before somebody asks what is in the way.
	 */
	private static final Duration PROMPT = Duration.ofMillis(700);

	/**
	 * How long the client may take to be loaded and to connect, on a quarter of a core.
	 */
	private static final Duration LOADING = Duration.ofSeconds(30);

	private final EtcdConnection connection;

	private final Supplier<? extends Store> store;

	ClientReads(EtcdConnection connection, Supplier<? extends Store> store) {
		this.connection = connection;
		this.store = store;
	}

	/**
	 * Load the client and connect, where somebody is known to listen: what that takes is
	 * no waiting for etcd.
	 * @param prefixes what will be read
	 * @param patience begins when there is a connection
	 * @throws StoreException if no connection comes about, or the prefixes are denied
	 */
	void open(List<String> prefixes, Patience patience) {
		try {
			await(Stores.probe(this.connection.withTimeouts(this.connection.connectTimeout(), LOADING), prefixes),
					LOADING);
			patience.renew();
		}
		catch (TimeoutException ex) {
			throw silent(ex);
		}
	}

	/**
	 * Read. A read that waits for a connection does not say what is in the way, a probe
	 * does.
	 * @param prefixes the prefixes
	 * @param revision the revision to read at, or 0 for the current one
	 * @param patience how long it may take
	 * @return the keys
	 */
	Image read(List<String> prefixes, long revision, Patience patience) {
		CompletableFuture<Image> read = (revision > 0) ? this.store.get().readAt(prefixes, revision)
				: this.store.get().read(prefixes);
		try {
			return await(read, PROMPT);
		}
		catch (TimeoutException ex) {
			CompletableFuture<Void> probe = Stores.probe(this.connection, prefixes);
			return await(read.applyToEither(probe.thenCompose((reachable) -> read), (image) -> image), patience);
		}
	}

	private Image await(CompletableFuture<Image> read, Patience patience) {
		try {
			return await(read, patience.left().plus(PROMPT));
		}
		catch (TimeoutException ex) {
			throw silent(ex);
		}
	}

	private static <T> T await(CompletableFuture<T> future, Duration limit) throws TimeoutException {
		try {
			return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = Causes.unwrap(ex);
			throw (cause instanceof StoreException exception) ? exception
					: new StoreException("etcd could not be read: " + cause, cause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreException("The start was interrupted while it waited for etcd", ex);
		}
	}

	private StoreUnreachableException silent(TimeoutException cause) {
		return new StoreUnreachableException(this.connection + " does not answer", cause);
	}

}
