package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.setpoint.store.Change;
import io.setpoint.store.ExpiredLeases;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;

/**
 * An etcd with leases, in memory and in virtual time.
 */
final class MemoryEtcd {

	private static final Duration LATENCY = Duration.ofMillis(1);

	private static final Duration DEADLINE = Duration.ofSeconds(3);

	private final VirtualTime time;

	private final Map<String, KeyValue> entries = new TreeMap<>();

	private final Map<String, Long> owners = new HashMap<>();

	private final Map<Long, Long> leases = new HashMap<>();

	private final Map<Long, Duration> lifetimes = new HashMap<>();

	private final Map<Long, List<Change>> history = new HashMap<>();

	private final List<Stream> streams = new ArrayList<>();

	private final Map<Long, Long> times = new HashMap<>();

	private final Set<Long> expiries = new HashSet<>();

	private boolean down;

	private long revision = 1;

	private long lastLease;

	MemoryEtcd(VirtualTime time) {
		this.time = time;
		expire();
	}

	/**
	 * Be killed.
	 */
	void kill() {
		this.down = true;
		endStreams();
	}

	/**
	 * Be there again, with the leases that there were, all of them anew.
	 */
	void start() {
		this.down = false;
		this.leases.replaceAll((lease, end) -> this.time.nanos() + this.lifetimes.get(lease).toNanos());
	}

	private void endStreams() {
		List.copyOf(this.streams).forEach((stream) -> {
			stream.close();
			stream.listener.ended(new StoreUnreachableException("restarted", null));
		});
	}

	private void expire() {
		List.copyOf(this.leases.keySet())
			.stream()
			.filter((lease) -> !this.down && this.leases.get(lease) <= this.time.nanos())
			.forEach(this::end);
		this.time.after(Duration.ofMillis(100), this::expire);
	}

	void end(long lease) {
		if (this.leases.remove(lease) != null) {
			List<Transaction.Write> deletes = this.owners.entrySet()
				.stream()
				.filter((owner) -> owner.getValue() == lease).<Transaction
						.Write>map((owner) -> new Transaction.Delete(owner.getKey()))
				.toList();
			if (!deletes.isEmpty()) {
				apply(deletes);
				this.expiries.add(this.revision);
			}
		}
	}

	void endAll() {
		List.copyOf(this.leases.keySet()).forEach(this::end);
	}

	TransactionOutcome commit(Transaction transaction) {
		for (Transaction.Write write : transaction.writes()) {
			if (write instanceof Transaction.Put put && put.lease() != 0 && !this.leases.containsKey(put.lease())) {
				throw new StoreException("requested lease not found", null);
			}
		}
		boolean holds = transaction.conditions().stream().allMatch(this::holds);
		if (holds) {
			apply(transaction.writes());
		}
		return new TransactionOutcome(holds, this.revision);
	}

	private boolean holds(Transaction.Condition condition) {
		KeyValue entry = this.entries.get(condition.key());
		if (condition instanceof Transaction.Created created) {
			return created.revision() == ((entry != null) ? entry.createRevision() : 0);
		}
		return ((Transaction.Modified) condition).revision() == ((entry != null) ? entry.modRevision() : 0);
	}

	private void apply(List<Transaction.Write> writes) {
		long next = this.revision + 1;
		List<Change> changes = new ArrayList<>();
		for (Transaction.Write write : writes) {
			KeyValue before = this.entries.remove(write.key());
			this.owners.remove(write.key());
			if (write instanceof Transaction.Put put) {
				long created = (before != null) ? before.createRevision() : next;
				KeyValue entry = new KeyValue(put.key(), put.value(), created, next);
				this.entries.put(put.key(), entry);
				this.owners.put(put.key(), put.lease());
				changes.add(new Change.Put(entry));
			}
			else if (before != null) {
				changes.add(new Change.Delete(write.key(), next));
			}
		}
		if (!changes.isEmpty()) {
			this.revision = next;
			this.history.put(next, changes);
			this.times.put(next, this.time.nanos());
			List.copyOf(this.streams).forEach(Stream::catchUp);
		}
	}

	List<KeyValue> entries(String prefix) {
		return this.entries.values().stream().filter((entry) -> isUnder(prefix, entry.key())).toList();
	}

	/**
	 * Be restored from a backup, with the leases as they are.
	 * @param at the revision of the backup
	 */
	void restore(long at) {
		Map<String, KeyValue> then = entriesAt(at);
		this.entries.clear();
		this.entries.putAll(then);
		this.owners.keySet().retainAll(then.keySet());
		this.history.keySet().removeIf((later) -> later > at);
		this.revision = at;
		endStreams();
	}

	private Map<String, KeyValue> entriesAt(long at) {
		if (at > this.revision) {
			throw new FutureRevisionException("required revision is a future revision", null);
		}
		Map<String, KeyValue> then = new TreeMap<>();
		for (long next = 1; next <= at; next++) {
			for (Change change : changes(next)) {
				if (change instanceof Change.Put put) {
					then.put(change.key(), put.entry());
				}
				else {
					then.remove(change.key());
				}
			}
		}
		return then;
	}

	long revision() {
		return this.revision;
	}

	/**
	 * Return what a revision has changed.
	 * @param at the revision
	 * @return its changes
	 */
	List<Change> changes(long at) {
		return this.history.getOrDefault(at, List.of());
	}

	/**
	 * Return when a revision was written.
	 * @param at the revision
	 * @return the true time
	 */
	Duration time(long at) {
		return Duration.ofNanos(this.times.getOrDefault(at, 0L));
	}

	/**
	 * Return whether a revision is the end of a lease.
	 * @param at the revision
	 * @return whether nobody has written it
	 */
	boolean isExpiry(long at) {
		return this.expiries.contains(at);
	}

	List<Long> leases() {
		return this.leases.keySet().stream().sorted().toList();
	}

	private static boolean isUnder(String prefix, String key) {
		return prefix.endsWith("/") ? key.startsWith(prefix) : key.equals(prefix);
	}

	private Header header() {
		return new Header(1, 1, this.revision, 1);
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
			List.copyOf(MemoryEtcd.this.streams)
				.stream()
				.filter((stream) -> stream.link == this)
				.forEach(Stream::catchUp);
		}

		/**
		 * End all watches as etcd does when their revision was compacted.
		 */
		void compact() {
			List.copyOf(MemoryEtcd.this.streams).stream().filter((stream) -> stream.link == this).forEach((stream) -> {
				stream.close();
				stream.listener.ended(new RevisionCompactedException(MemoryEtcd.this.revision, null));
			});
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
				if (!this.cut && !MemoryEtcd.this.down) {
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
				long lease = ++MemoryEtcd.this.lastLease;
				MemoryEtcd.this.lifetimes.put(lease, timeToLive);
				MemoryEtcd.this.leases.put(lease, MemoryEtcd.this.time.nanos() + timeToLive.toNanos());
				return lease;
			});
		}

		@Override
		public CompletableFuture<Void> keepAlive(long lease) {
			return call(() -> {
				if (!MemoryEtcd.this.leases.containsKey(lease)) {
					throw ExpiredLeases.expired();
				}
				MemoryEtcd.this.leases.put(lease,
						MemoryEtcd.this.time.nanos() + MemoryEtcd.this.lifetimes.get(lease).toNanos());
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
			return call(() -> {
				Map<String, List<KeyValue>> entries = new LinkedHashMap<>();
				prefixes.forEach((prefix) -> entries.put(prefix, entries(prefix)));
				return new Image(1, MemoryEtcd.this.revision, entries);
			});
		}

		@Override
		public CompletableFuture<Image> readAt(List<String> prefixes, long at) {
			return call(() -> {
				Map<String, KeyValue> then = entriesAt(at);
				Map<String, List<KeyValue>> entries = new LinkedHashMap<>();
				prefixes.forEach((prefix) -> entries.put(prefix,
						then.values().stream().filter((entry) -> isUnder(prefix, entry.key())).toList()));
				return new Image(1, MemoryEtcd.this.revision, entries);
			});
		}

		@Override
		public CompletableFuture<Index> readIndex(String prefix, long at) {
			return call(() -> {
				Map<String, Long> index = new HashMap<>();
				entriesAt(at).values()
					.stream()
					.filter((entry) -> isUnder(prefix, entry.key()))
					.forEach((entry) -> index.put(entry.key(), entry.modRevision()));
				return new Index(1, MemoryEtcd.this.revision, index);
			});
		}

		@Override
		public CompletableFuture<Boolean> touched(String prefix, long at) {
			return call(() -> MemoryEtcd.this.history.getOrDefault(at, List.of())
				.stream()
				.anyMatch((change) -> isUnder(prefix, change.key())));
		}

		@Override
		public Watch watch(String prefix, long from, WatchListener listener) {
			Stream stream = new Stream(this, prefix, listener);
			MemoryEtcd.this.time.after(LATENCY, () -> stream.open(from));
			return stream;
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

	private final class Stream implements Watch {

		private final Link link;

		private final String prefix;

		private final WatchListener listener;

		private long next;

		Stream(Link link, String prefix, WatchListener listener) {
			this.link = link;
			this.prefix = prefix;
			this.listener = listener;
		}

		void open(long from) {
			if (this.link.cut || MemoryEtcd.this.down) {
				this.listener.ended(new StoreUnreachableException("refused", null));
				return;
			}
			this.next = from;
			MemoryEtcd.this.streams.add(this);
			this.listener.created(header());
			catchUp();
		}

		void catchUp() {
			while (!this.link.cut && this.next <= MemoryEtcd.this.revision) {
				List<Change> mine = changes(this.next++).stream()
					.filter((change) -> isUnder(this.prefix, change.key()))
					.toList();
				if (!mine.isEmpty()) {
					this.listener.changed(header(), mine);
				}
			}
		}

		@Override
		public void requestProgress() {
			MemoryEtcd.this.time.after(LATENCY, () -> {
				if (!this.link.cut && MemoryEtcd.this.streams.contains(this)) {
					this.listener.progressed(header());
				}
			});
		}

		@Override
		public void close() {
			MemoryEtcd.this.streams.remove(this);
		}

	}

}
