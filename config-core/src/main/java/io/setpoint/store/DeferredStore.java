package io.setpoint.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A store that is made when it is first used, because that loads a few thousand classes.
 */
final class DeferredStore implements ConnectingStore {

	private final Supplier<ConnectingStore> connect;

	private @Nullable ConnectingStore store;

	private long followed;

	private boolean disconnected;

	private boolean closed;

	DeferredStore(Supplier<ConnectingStore> connect) {
		this.connect = connect;
	}

	private synchronized ConnectingStore store() {
		ConnectingStore result = this.store;
		if (result == null) {
			result = this.connect.get();
			result.follow(this.followed);
			if (this.disconnected) {
				result.disconnect();
			}
			if (this.closed) {
				result.close();
			}
			this.store = result;
		}
		return result;
	}

	private synchronized @Nullable ConnectingStore existing() {
		return this.store;
	}

	private synchronized @Nullable ConnectingStore existing(boolean disconnected) {
		this.disconnected = disconnected;
		return this.store;
	}

	@Override
	public Opening opening() {
		return store().opening();
	}

	@Override
	public CompletableFuture<Image> read(List<String> prefixes) {
		return store().read(prefixes);
	}

	@Override
	public CompletableFuture<Image> read(List<String> prefixes, Runnable progressed) {
		return store().read(prefixes, progressed);
	}

	@Override
	public CompletableFuture<Image> readAt(List<String> prefixes, long revision) {
		return store().readAt(prefixes, revision);
	}

	@Override
	public CompletableFuture<Image> readAt(List<String> prefixes, long revision, Runnable progressed) {
		return store().readAt(prefixes, revision, progressed);
	}

	@Override
	public CompletableFuture<Index> readIndex(String prefix, long revision) {
		return store().readIndex(prefix, revision);
	}

	@Override
	public CompletableFuture<Index> readIndex(String prefix, long revision, Runnable progressed) {
		return store().readIndex(prefix, revision, progressed);
	}

	@Override
	public CompletableFuture<Boolean> touched(String prefix, long revision) {
		return store().touched(prefix, revision);
	}

	@Override
	public Watch watch(String prefix, long revision, WatchListener listener) {
		return store().watch(prefix, revision, listener);
	}

	@Override
	public CompletableFuture<TransactionOutcome> commit(Transaction transaction) {
		return store().commit(transaction);
	}

	@Override
	public CompletableFuture<Long> grant(Duration timeToLive) {
		return store().grant(timeToLive);
	}

	@Override
	public CompletableFuture<Void> keepAlive(long lease) {
		return store().keepAlive(lease);
	}

	@Override
	public CompletableFuture<Void> revoke(long lease) {
		return store().revoke(lease);
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * A store that cannot be made says so to whoever calls it.
	 */
	@Override
	public Runnable carry(Runnable task) {
		try {
			return store().carry(task);
		}
		catch (RuntimeException ex) {
			return task;
		}
	}

	@Override
	public void renew(Watch failed) {
		store().renew(failed);
	}

	@Override
	public void reconnect() {
		ConnectingStore existing = existing(false);
		if (existing != null) {
			existing.reconnect();
		}
	}

	@Override
	public void disconnect() {
		ConnectingStore existing = existing(true);
		if (existing != null) {
			existing.disconnect();
		}
	}

	@Override
	public synchronized void follow(long clusterId) {
		this.followed = (clusterId != 0) ? clusterId : this.followed;
		if (this.store != null) {
			this.store.follow(clusterId);
		}
	}

	@Override
	public CompletableFuture<Set<String>> knock(Set<String> shut) {
		return store().knock(shut);
	}

	@Override
	public boolean isProgressTrusted() {
		ConnectingStore existing = existing();
		return existing != null && existing.isProgressTrusted();
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.store != null) {
			this.store.close();
		}
	}

}
