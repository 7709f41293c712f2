package io.setpoint.configdata;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.Stores;
import io.setpoint.store.TlsFailedException;
import io.setpoint.store.WritableStore;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Reads locations while an application starts, all at one revision, and finds out why if
 * it cannot. The time that a start may wait is spent once, not once for each location.
 */
class StartupReader {

	private static final Duration PATIENCE = Duration.ofMillis(700);

	private static final Duration RETRY = Duration.ofMillis(250);

	private volatile EtcdConnection connection;

	private final WritableStore store;

	private final Duration budget;

	private long deadline;

	private long revision;

	private long clusterId;

	StartupReader(EtcdConnection connection, Duration budget) {
		this.connection = connection;
		this.store = Stores.connect(() -> this.connection);
		this.budget = budget;
	}

	WritableStore store() {
		return this.store;
	}

	void reconnect(EtcdConnection connection) {
		this.connection = connection;
		this.store.reconnect();
	}

	long revision() {
		return this.revision;
	}

	long clusterId() {
		return this.clusterId;
	}

	static boolean isPermanent(StoreException failure) {
		return failure instanceof AuthenticationFailedException || failure instanceof PermissionDeniedException
				|| failure instanceof TlsFailedException;
	}

	/**
	 * Read some keys.
	 * @param ranges prefixes that end in {@code /}, or single keys
	 * @param required whether to wait for etcd
	 * @return its keys, at the revision of the first location that was read
	 * @throws StoreException if it cannot be read
	 */
	Image read(List<String> ranges, boolean required) {
		if (this.deadline == 0) {
			this.deadline = System.nanoTime() + this.budget.toNanos();
		}
		RetryPolicy policy = RetryPolicy.builder()
			.maxRetries(Long.MAX_VALUE)
			.delay(RETRY)
			.predicate((ex) -> required && isWorthARetry(ex))
			.build();
		try {
			return remember(new RetryTemplate(policy).execute(() -> attempt(ranges)));
		}
		catch (RetryException ex) {
			throw asStoreException(ex.getLastException());
		}
	}

	private boolean isWorthARetry(Throwable ex) {
		return ex instanceof StoreException failure && !isPermanent(failure) && remaining().compareTo(RETRY) > 0;
	}

	private Image remember(Image image) {
		this.revision = image.revision();
		this.clusterId = image.clusterId();
		return image;
	}

	private Image attempt(List<String> prefixes) {
		CompletableFuture<Image> read = (this.revision > 0) ? this.store.readAt(prefixes, this.revision)
				: this.store.read(prefixes);
		CompletableFuture<Image> complete = read
			.exceptionallyCompose((ex) -> (unwrap(ex) instanceof RevisionCompactedException) ? this.store.read(prefixes)
					: CompletableFuture.failedFuture(ex));
		try {
			return complete.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return firstOf(complete, Stores.probe(this.connection, prefixes));
		}
		catch (ExecutionException ex) {
			throw asStoreException(ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * A read that waits for a connection does not say what is in the way, a probe does.
	 * @param read the read
	 * @param probe the probe
	 * @return what was read
	 */
	private Image firstOf(CompletableFuture<Image> read, CompletableFuture<Void> probe) {
		CompletableFuture<Image> result = read.applyToEither(probe.thenCompose((reachable) -> read), (image) -> image);
		try {
			return result.get(remaining().toMillis() + PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new StoreUnreachableException(this.connection + " does not answer", ex);
		}
		catch (ExecutionException ex) {
			throw asStoreException(ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.deadline - System.nanoTime()));
	}

	private static StoreException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new StoreException("The start was interrupted while it waited for etcd", ex);
	}

	private static Throwable unwrap(Throwable ex) {
		return ((ex instanceof CompletionException || ex instanceof ExecutionException) && ex.getCause() != null)
				? unwrap(ex.getCause()) : ex;
	}

	private static StoreException asStoreException(Throwable ex) {
		Throwable cause = unwrap(ex);
		return (cause instanceof StoreException storeException) ? storeException
				: new StoreException("etcd could not be read: " + cause, cause);
	}

	void close() {
		this.store.close();
	}

}
