package io.setpoint.configdata;

import java.time.Duration;
import java.util.List;

import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.FirstReads;
import io.setpoint.store.Image;
import io.setpoint.store.NobodyListensException;
import io.setpoint.store.Patience;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.Stores;
import io.setpoint.store.TlsFailedException;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Reads locations while an application starts, all at one revision, and finds out why if
 * it cannot. The time that a start may wait is spent once, not once for each location.
 */
class StartupReader {

	private static final Duration RETRY = Duration.ofMillis(250);

	private volatile EtcdConnection connection;

	private final WritableStore store;

	private final FirstReads reads;

	private final Patience patience;

	private long revision;

	private long clusterId;

	private @Nullable NobodyListensException nobody;

	StartupReader(EtcdConnection connection, Duration budget, boolean overGateway) {
		this.connection = connection;
		this.store = Stores.connectLater(() -> this.connection);
		this.reads = new FirstReads(connection, () -> this.store, overGateway);
		this.patience = new Patience(budget);
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
	 * @param required whether to wait for etcd where nobody listens
	 * @return its keys, at the revision of the first location that was read
	 * @throws StoreException if it cannot be read; where nobody listened and the time is
	 * spent, for the reason that was found then
	 */
	Image read(List<String> ranges, boolean required) {
		if (this.nobody != null && isSpent()) {
			throw this.nobody;
		}
		RetryPolicy policy = RetryPolicy.builder()
			.maxRetries(Long.MAX_VALUE)
			.delay(RETRY)
			.predicate((ex) -> isWorthARetry(ex, required))
			.build();
		try {
			return remember(
					new RetryTemplate(policy).execute(() -> this.reads.read(ranges, this.revision, this.patience)));
		}
		catch (RetryException ex) {
			StoreException failure = asStoreException(ex.getLastException());
			this.nobody = (failure instanceof NobodyListensException unheard) ? unheard : null;
			throw failure;
		}
	}

	private boolean isWorthARetry(Throwable ex, boolean required) {
		return ex instanceof StoreException failure && !isPermanent(failure)
				&& (required || !(failure instanceof NobodyListensException)) && !isSpent();
	}

	private boolean isSpent() {
		return this.patience.left().compareTo(RETRY) <= 0;
	}

	/**
	 * Remember the first revision, also where it was compacted before all was read: a
	 * watch that goes on from there finds that out, and reads everything again.
	 * @param image what was read
	 * @return the same
	 */
	private Image remember(Image image) {
		this.revision = (this.revision != 0) ? this.revision : image.revision();
		this.clusterId = image.clusterId();
		return image;
	}

	private static StoreException asStoreException(Throwable ex) {
		return (ex instanceof StoreException storeException) ? storeException
				: new StoreException("etcd could not be read: " + ex, ex);
	}

	/**
	 * All has been read that a start needs.
	 */
	void complete() {
		this.reads.close();
	}

	void close() {
		this.reads.close();
		this.store.close();
	}

}
