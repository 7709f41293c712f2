package io.setpoint.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Consistent reads by the client, while somebody waits for them.
 */
final class ClientReads {

	/**
	 * How long a read may take before somebody asks what is in the way.
	 */
	private static final Duration PROMPT = Duration.ofMillis(700);

	/**
	 * How long the client may take to be loaded, on a quarter of a core.
	 */
	private static final Duration LOADING = Duration.ofSeconds(30);

	private final EtcdConnection connection;

	private final Supplier<? extends Store> store;

	private final Duration prompt;

	private @Nullable Duration loading;

	private boolean open;

	ClientReads(EtcdConnection connection, Supplier<? extends Store> store) {
		this(connection, store, PROMPT);
	}

	/**
	 * Create reads with a time of their own.
	 * @param connection how etcd is reached
	 * @param store the client, asked for each read
	 * @param prompt how long a read may take before somebody asks what is in the way
	 */
	ClientReads(EtcdConnection connection, Supplier<? extends Store> store, Duration prompt) {
		this.connection = connection;
		this.store = store;
		this.prompt = prompt;
	}

	/**
	 * Read. A read that waits for a connection does not say what is in the way, a probe
	 * does. To load the client is no waiting for etcd; that what it loads while it
	 * connects takes as long again is allowed for. The time for the answer begins when
	 * there is a connection.
	 * @param prefixes the prefixes
	 * @param revision the revision to read at, or 0 for the current one
	 * @param patience how long it may take
	 * @return the keys
	 */
	Image read(List<String> prefixes, long revision, Patience patience) {
		Store used = this.store.get();
		CompletableFuture<Image> read = (revision > 0) ? used.readAt(prefixes, revision) : used.read(prefixes);
		Opening opening = (used instanceof ConnectingStore connecting) ? connecting.opening() : null;
		try {
			return await(read, this.prompt.plus(untilLoaded(read, opening, patience)));
		}
		catch (TimeoutException ex) {
			CompletableFuture<Void> probe = Stores.probe(this.connection, prefixes);
			CompletableFuture<Image> told = read.applyToEither(probe.thenCompose((reachable) -> read),
					(image) -> image);
			untilOpen(told, opening, patience);
			return await(told, patience);
		}
	}

	/**
	 * Wait until the client is loaded.
	 * @param read the read that loads it
	 * @param opening how far it is
	 * @param patience lasts longer by what it takes, and as long again
	 * @return how long it took
	 */
	private Duration untilLoaded(CompletableFuture<Image> read, @Nullable Opening opening, Patience patience) {
		if (this.loading == null) {
			patience.begin();
			long start = System.nanoTime();
			if (opening != null) {
				await(read, opening.begun(), LOADING);
			}
			this.loading = Duration.ofNanos(System.nanoTime() - start);
			patience.extend(this.loading.multipliedBy(2));
		}
		return this.loading;
	}

	private void untilOpen(CompletableFuture<Image> read, @Nullable Opening opening, Patience patience) {
		if (opening != null && !this.open) {
			await(read, opening.open(), patience.left());
			this.open = opening.open().isDone();
			if (this.open) {
				patience.renew();
			}
		}
	}

	/**
	 * Wait until the client has got somewhere, or the read is over before.
	 * @param read the read
	 * @param stage where the client should get
	 * @param limit the longest time to wait
	 */
	private static void await(CompletableFuture<Image> read, CompletableFuture<Void> stage, Duration limit) {
		CountDownLatch either = new CountDownLatch(1);
		stage.thenRun(either::countDown);
		read.whenComplete((image, failure) -> either.countDown());
		try {
			either.await(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private Image await(CompletableFuture<Image> read, Patience patience) {
		try {
			return await(read, patience.left().plus(this.prompt));
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
			throw interrupted(ex);
		}
	}

	private static StoreException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new StoreException("The start was interrupted while it waited for etcd", ex);
	}

	private StoreUnreachableException silent(TimeoutException cause) {
		return new StoreUnreachableException(this.connection + " does not answer", cause);
	}

}
