package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.setpoint.memory.Operations;
import io.setpoint.store.ExpiredLeases;
import io.setpoint.store.Image;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;

/**
 * The etcd in the JVM without its server and threads: in virtual time, with links that
 * break when a test says so.
 */
final class MemoryEtcd {

	private static final Duration LATENCY = Duration.ofMillis(1);

	private static final Duration DEADLINE = Duration.ofSeconds(3);

	private final VirtualTime time;

	private final Operations etcd;

	private final Chronicle chronicle;

	private final Map<String, List<KeyValue>> current = new HashMap<>();

	private final TreeSet<Long> granted = new TreeSet<>();

	private final List<LinkedWatch> watches = new ArrayList<>();

	private boolean down;

	MemoryEtcd(VirtualTime time) {
		this.time = time;
		this.etcd = new Operations(time::nanos);
		this.chronicle = new Chronicle(time, this.current::clear);
		this.etcd.watch(this.chronicle).onNext(EtcdMessages.watchOfAll());
		expire();
	}

	/**
	 * Be killed.
	 */
	void kill() {
		this.down = true;
		endWatches();
	}

	/**
	 * Be there again, with the leases that there were, all of them anew.
	 */
	void start() {
		this.down = false;
		this.etcd.renewLeases();
	}

	private void endWatches() {
		List.copyOf(this.watches).forEach((watch) -> watch.end(new StoreUnreachableException("restarted", null)));
	}

	private void expire() {
		if (!this.down) {
			expiring(this.etcd::expireLeases);
		}
		this.time.after(Duration.ofMillis(100), this::expire);
	}

	private void expiring(Runnable end) {
		this.chronicle.expiring(end);
		deliver();
	}

	void end(long lease) {
		if (isAlive(lease)) {
			expiring(() -> this.etcd.revoke(LeaseRevokeRequest.newBuilder().setID(lease).build()));
		}
	}

	void endAll() {
		leases().forEach(this::end);
	}

	List<Long> leases() {
		return this.granted.stream().filter(this::isAlive).toList();
	}

	private boolean isAlive(long lease) {
		return this.etcd.timeToLive(LeaseTimeToLiveRequest.newBuilder().setID(lease).build()).getTTL() >= 0;
	}

	TransactionOutcome commit(Transaction transaction) {
		try {
			TxnResponse answer = this.etcd.commit(EtcdMessages.transaction(transaction));
			return new TransactionOutcome(answer.getSucceeded(), answer.getHeader().getRevision());
		}
		catch (StatusRuntimeException ex) {
			throw EtcdMessages.failure(ex);
		}
		finally {
			deliver();
		}
	}

	private void deliver() {
		List.copyOf(this.watches).forEach(LinkedWatch::deliver);
	}

	/**
	 * Return the keys with a prefix, which tests look at again and again while nothing
	 * changes.
	 * @param prefix the prefix
	 * @return the keys
	 */
	List<KeyValue> entries(String prefix) {
		return this.current.computeIfAbsent(prefix, (unread) -> entriesAt(unread, 0));
	}

	private List<KeyValue> entriesAt(String prefix, long at) {
		try {
			return this.etcd.range(EtcdMessages.range(prefix, at))
				.getKvsList()
				.stream()
				.map(EtcdMessages::entry)
				.toList();
		}
		catch (StatusRuntimeException ex) {
			throw EtcdMessages.failure(ex);
		}
	}

	/**
	 * Be restored from a backup, with the leases as they are.
	 * @param at the revision of the backup
	 */
	void restore(long at) {
		this.etcd.rewind(at);
		this.chronicle.rewind(at);
		endWatches();
	}

	long revision() {
		return this.chronicle.revision();
	}

	/**
	 * Return what is known of the revisions.
	 * @return the chronicle
	 */
	Chronicle chronicle() {
		return this.chronicle;
	}

	StreamObserver<WatchRequest> open(StreamObserver<WatchResponse> watch) {
		return this.etcd.watch(watch);
	}

	void add(LinkedWatch watch) {
		this.watches.add(watch);
	}

	boolean has(LinkedWatch watch) {
		return this.watches.contains(watch);
	}

	void remove(LinkedWatch watch) {
		this.watches.remove(watch);
	}

	boolean isReachedBy(Link link) {
		return !link.cut && !this.down;
	}

	void later(Runnable action) {
		this.time.after(LATENCY, action);
	}

	private static boolean isUnder(String prefix, String key) {
		if (prefix.endsWith("*")) {
			return key.startsWith(prefix.substring(0, prefix.length() - 1));
		}
		return prefix.endsWith("/") ? key.startsWith(prefix) : key.equals(prefix);
	}

	/**
	 * The connection of one instance.
	 */
	final class Link implements WritableStore {

		boolean cut;

		boolean denied;

		boolean losesAnswers;

		boolean lacksThreads;

		int calls;

		boolean holdsCommits;

		Duration commitLatency = LATENCY;

		final List<Runnable> held = new ArrayList<>();

		int writes;

		/**
		 * Be within reach again. What was sent on streams that were not given up arrives
		 * late.
		 */
		void heal() {
			this.cut = false;
			own().forEach(LinkedWatch::deliver);
		}

		/**
		 * End all watches as etcd does when their revision was compacted.
		 */
		void compact() {
			own().forEach((watch) -> watch.end(new RevisionCompactedException(revision(), null)));
		}

		private List<LinkedWatch> own() {
			return MemoryEtcd.this.watches.stream().filter((watch) -> watch.isOf(this)).toList();
		}

		void deliverHeld() {
			this.holdsCommits = false;
			this.held.forEach(Runnable::run);
		}

		private <T> CompletableFuture<T> call(Supplier<T> answer) {
			return call(LATENCY, answer);
		}

		private <T> CompletableFuture<T> call(Duration latency, Supplier<T> answer) {
			this.calls++;
			if (this.lacksThreads) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			CompletableFuture<T> future = new CompletableFuture<>();
			MemoryEtcd.this.time.after(latency, () -> {
				if (isReachedBy(this)) {
					answer(future, answer);
				}
			});
			MemoryEtcd.this.time.after(DEADLINE,
					() -> future.completeExceptionally(new StoreUnreachableException("deadline", null)));
			return future;
		}

		private static <T> void answer(CompletableFuture<T> future, Supplier<T> answer) {
			try {
				future.complete(answer.get());
			}
			catch (RuntimeException ex) {
				future.completeExceptionally(ex);
			}
		}

		@Override
		public CompletableFuture<TransactionOutcome> commit(Transaction transaction) {
			if (this.holdsCommits) {
				this.held.add(() -> answer(new CompletableFuture<>(), () -> MemoryEtcd.this.commit(transaction)));
				return call(() -> {
					throw new StoreUnreachableException("lost", null);
				});
			}
			return call(this.commitLatency, () -> {
				if (this.denied) {
					throw new PermissionDeniedException("no right to write", null);
				}
				TransactionOutcome outcome = MemoryEtcd.this.commit(transaction);
				this.writes += outcome.succeeded() ? 1 : 0;
				if (this.losesAnswers) {
					throw new StoreUnreachableException("lost", null);
				}
				return outcome;
			});
		}

		@Override
		public CompletableFuture<Long> grant(Duration timeToLive) {
			return call(() -> {
				long lease = MemoryEtcd.this.granted.isEmpty() ? 1 : MemoryEtcd.this.granted.last() + 1;
				MemoryEtcd.this.etcd
					.grant(LeaseGrantRequest.newBuilder().setID(lease).setTTL(timeToLive.toSeconds()).build());
				MemoryEtcd.this.granted.add(lease);
				return lease;
			});
		}

		@Override
		public CompletableFuture<Void> keepAlive(long lease) {
			return call(() -> {
				long left = MemoryEtcd.this.etcd.keepAlive(LeaseKeepAliveRequest.newBuilder().setID(lease).build())
					.getTTL();
				if (left <= 0) {
					throw ExpiredLeases.expired();
				}
				return null;
			});
		}

		@Override
		public CompletableFuture<Void> revoke(long lease) {
			return call(() -> {
				end(lease);
				return null;
			});
		}

		@Override
		public CompletableFuture<Image> read(List<String> prefixes) {
			return readAt(prefixes, 0);
		}

		@Override
		public CompletableFuture<Image> readAt(List<String> prefixes, long at) {
			return call(() -> {
				Map<String, List<KeyValue>> entries = new LinkedHashMap<>();
				prefixes.forEach((prefix) -> entries.put(prefix, entriesAt(prefix, at)));
				return new Image(1, revision(), entries);
			});
		}

		@Override
		public CompletableFuture<Index> readIndex(String prefix, long at) {
			return call(() -> {
				Map<String, Long> index = new TreeMap<>();
				entriesAt(prefix, at).forEach((entry) -> index.put(entry.key(), entry.modRevision()));
				return new Index(1, revision(), index);
			});
		}

		@Override
		public CompletableFuture<Boolean> touched(String prefix, long at) {
			return call(() -> MemoryEtcd.this.chronicle.changes(at)
				.stream()
				.anyMatch((change) -> isUnder(prefix, change.key())));
		}

		@Override
		public Watch watch(String prefix, long from, WatchListener listener) {
			LinkedWatch watch = new LinkedWatch(MemoryEtcd.this, this, listener);
			later(() -> watch.open(EtcdMessages.watch(prefix, from)));
			return watch;
		}

		@Override
		public void renew(Watch failed) {
		}

		@Override
		public boolean isProgressTrusted() {
			return true;
		}

		@Override
		public void close() {
			this.cut = true;
		}

	}

}
