package io.setpoint.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.setpoint.store.Change;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;

/**
 * An etcd in memory and in virtual time, with faults.
 */
final class ModelStore implements Store {

	private static final String SELF = "this";

	private static final Duration DEADLINE = Duration.ofSeconds(2);

	private static final Duration BOOT = Duration.ofMillis(200);

	final List<ModelWatch> watches = new ArrayList<>();

	final Map<String, Integer> calls = new HashMap<>();

	final Map<String, List<StoreException>> failures = new HashMap<>();

	final Set<String> denied = new HashSet<>();

	final VirtualLoop loop;

	private final LongSupplier latencyMicros;

	private final NavigableMap<Long, List<Change>> history = new TreeMap<>();

	private Map<String, KeyValue> base = new TreeMap<>();

	private Map<String, KeyValue> current = new TreeMap<>();

	private long compacted;

	private int incarnation;

	private long bootedAt;

	long clusterId = 0xc1;

	long revision = 1;

	int renewals;

	boolean trusted = true;

	boolean swallowsProgress;

	boolean unreachable;

	/**
	 * Other endpoints at which nobody listens.
	 */
	Set<String> others = Set.of();

	private boolean frozen;

	int lag;

	Duration historyDelay = Duration.ZERO;

	ModelStore(VirtualLoop loop) {
		this(loop, () -> 500);
	}

	ModelStore(VirtualLoop loop, LongSupplier latencyMicros) {
		this.loop = loop;
		this.latencyMicros = latencyMicros;
	}

	long put(String key, String value) {
		return txn(Map.of(key, value));
	}

	long delete(String... keys) {
		Map<String, String> deletes = new TreeMap<>();
		for (String key : keys) {
			deletes.put(key, "");
		}
		return txn(deletes);
	}

	/**
	 * Write several keys in one revision.
	 * @param writes the values, empty for a delete
	 * @return the revision
	 */
	long txn(Map<String, String> writes) {
		long next = this.revision + 1;
		List<Change> changes = new ArrayList<>();
		new TreeMap<>(writes).forEach((key, value) -> {
			KeyValue old = this.current.get(key);
			if (!value.isEmpty()) {
				long created = (old != null) ? old.createRevision() : next;
				changes.add(new Change.Put(new KeyValue(key, value.getBytes(), created, next)));
			}
			else if (old != null) {
				changes.add(new Change.Delete(key, next));
			}
		});
		if (changes.isEmpty()) {
			return this.revision;
		}
		this.revision = next;
		this.history.put(next, List.copyOf(changes));
		applyTo(this.current, changes);
		openWatches().forEach((watch) -> watch.deliver(changes));
		return next;
	}

	private static void applyTo(Map<String, KeyValue> state, List<Change> changes) {
		for (Change change : changes) {
			if (change instanceof Change.Put put) {
				state.put(put.key(), put.entry());
			}
			else {
				state.remove(change.key());
			}
		}
	}

	void compact(long to) {
		if (to > this.compacted && to <= this.revision) {
			this.base = stateAt(to);
			this.history.headMap(to, true).clear();
			this.compacted = to;
		}
	}

	/**
	 * Replace everything by a new, empty store.
	 */
	void wipe() {
		replaceBy(new TreeMap<>(), 1);
		this.history.clear();
		this.base = new TreeMap<>();
		this.compacted = 0;
	}

	/**
	 * Go back to an earlier revision.
	 * @param to the revision
	 */
	void restore(long to) {
		if (to >= Math.max(this.compacted, 1) && to < this.revision) {
			Map<String, KeyValue> state = stateAt(to);
			replaceBy(state, to);
			this.history.tailMap(to, false).clear();
		}
	}

	/**
	 * Replace everything by a new, empty store without the streams noticing.
	 */
	void wipeBehindProxy() {
		List<ModelWatch> streams = new ArrayList<>(this.watches);
		this.watches.clear();
		wipe();
		this.bootedAt = 0;
		this.watches.addAll(streams);
	}

	private void replaceBy(Map<String, KeyValue> state, long revision) {
		this.incarnation++;
		this.bootedAt = this.loop.nanoTime() + BOOT.toNanos();
		this.current = state;
		this.revision = revision;
		endAll();
	}

	void endAll() {
		openWatches().forEach((watch) -> watch.end(new StoreUnreachableException("connection reset", null)));
	}

	private Map<String, KeyValue> stateAt(long at) {
		if (at == this.revision) {
			return new TreeMap<>(this.current);
		}
		Map<String, KeyValue> state = new TreeMap<>(this.base);
		this.history.headMap(at, true).values().forEach((changes) -> applyTo(state, changes));
		return state;
	}

	Map<String, KeyValue> entries(String prefix) {
		Map<String, KeyValue> entries = new TreeMap<>(this.current);
		entries.keySet().removeIf((key) -> !key.startsWith(prefix));
		return entries;
	}

	Image image(String... prefixes) {
		return imageAt(List.of(prefixes), this.revision);
	}

	private Image imageAt(List<String> prefixes, long at) {
		Map<String, KeyValue> state = stateAt(at);
		Map<String, List<KeyValue>> entries = new LinkedHashMap<>();
		for (String prefix : prefixes) {
			entries.put(prefix, state.values().stream().filter((entry) -> entry.key().startsWith(prefix)).toList());
		}
		return new Image(this.clusterId, at, entries);
	}

	List<ModelWatch> openWatches() {
		return this.watches.stream().filter(ModelWatch::isOpen).toList();
	}

	ModelWatch watch(String prefix) {
		return this.watches.stream()
			.filter((watch) -> watch.prefix.equals(prefix))
			.reduce((former, latter) -> latter)
			.orElseThrow();
	}

	int calls(String name) {
		return this.calls.getOrDefault(name, 0);
	}

	void failNext(String call, StoreException... causes) {
		this.failures.computeIfAbsent(call, (key) -> new ArrayList<>()).addAll(List.of(causes));
	}

	@Override
	public CompletableFuture<Image> read(List<String> prefixes) {
		return call("read", prefixes, () -> imageAt(prefixes, this.revision));
	}

	@Override
	public CompletableFuture<Image> readAt(List<String> prefixes, long at) {
		return call("readAt", prefixes, () -> {
			check(at);
			return imageAt(prefixes, at);
		});
	}

	@Override
	public CompletableFuture<Index> readIndex(String prefix, long at) {
		return call("readIndex", List.of(prefix), () -> {
			check(at);
			Map<String, Long> index = new HashMap<>();
			imageAt(List.of(prefix), at).entries(prefix)
				.forEach((entry) -> index.put(entry.key(), entry.modRevision()));
			return new Index(this.clusterId, this.revision, index);
		});
	}

	@Override
	public CompletableFuture<Boolean> touched(String prefix, long at) {
		return call("touched", List.of(prefix), () -> {
			check(at - 1);
			check(at);
			return this.history.getOrDefault(at, List.of()).stream().anyMatch((it) -> it.key().startsWith(prefix));
		});
	}

	private void check(long at) {
		if (at > this.revision) {
			throw new FutureRevisionException("required revision is a future revision", null);
		}
		if (at < this.compacted) {
			throw new RevisionCompactedException(this.compacted, null);
		}
	}

	private <T> CompletableFuture<T> call(String name, List<String> prefixes, Supplier<T> answer) {
		this.calls.merge(name, 1, Integer::sum);
		CompletableFuture<T> future = new CompletableFuture<>();
		int incarnation = this.incarnation;
		this.loop.scheduleBeside(() -> future.completeExceptionally(new StoreUnreachableException("deadline", null)),
				DEADLINE);
		List<StoreException> failures = this.failures.getOrDefault(name, List.of());
		StoreException failure = failures.isEmpty() ? null : failures.remove(0);
		later(() -> {
			if (this.frozen) {
				return;
			}
			try {
				if (failure != null) {
					throw failure;
				}
				if (isDown() || incarnation != this.incarnation) {
					throw new StoreUnreachableException("connection refused", null);
				}
				if (prefixes.stream().anyMatch(this.denied::contains)) {
					throw new PermissionDeniedException("permission denied", null);
				}
				T result = answer.get();
				later(() -> future.complete(result));
			}
			catch (StoreException ex) {
				later(() -> future.completeExceptionally(ex));
			}
		});
		return future;
	}

	@Override
	public CompletableFuture<Set<String>> knock(Set<String> shut) {
		this.calls.merge("knock", 1, Integer::sum);
		this.calls.merge("knock at this", (shut.isEmpty() || shut.contains(SELF)) ? 1 : 0, Integer::sum);
		CompletableFuture<Set<String>> still = new CompletableFuture<>();
		later(() -> {
			Set<String> refusing = new HashSet<>(this.others);
			if (isDown()) {
				refusing.add(SELF);
			}
			if (!shut.isEmpty()) {
				refusing.retainAll(shut);
			}
			still.complete(refusing);
		});
		return still;
	}

	/**
	 * Whether nothing listens: a store that was replaced needs longer to boot than what
	 * its predecessor had sent is under way.
	 */
	private boolean isDown() {
		return this.unreachable || this.loop.nanoTime() < this.bootedAt;
	}

	void freeze() {
		this.frozen = true;
	}

	void thaw() {
		this.frozen = false;
		this.watches.forEach(ModelWatch::drain);
	}

	private void later(Runnable task) {
		this.loop.scheduleBeside(task, Duration.ofNanos(1000 * this.latencyMicros.getAsLong()));
	}

	@Override
	public Watch watch(String prefix, long from, WatchListener listener) {
		this.calls.merge("watch", 1, Integer::sum);
		ModelWatch watch = new ModelWatch(prefix, from, listener);
		this.watches.add(watch);
		watch.open();
		return watch;
	}

	@Override
	public void renew(Watch failed) {
		this.renewals++;
	}

	@Override
	public boolean isProgressTrusted() {
		return this.trusted;
	}

	@Override
	public void close() {
	}

	/**
	 * A stream of the model: everything it carries keeps its order.
	 */
	final class ModelWatch implements Watch {

		final String prefix;

		final long from;

		private final WatchListener listener;

		private final List<Runnable> arrived = new ArrayList<>();

		private long lastDelivery;

		boolean closed;

		boolean ended;

		boolean opened;

		boolean mute;

		private boolean held;

		boolean deaf;

		int progressRequests;

		ModelWatch(String prefix, long from, WatchListener listener) {
			this.prefix = prefix;
			this.from = from;
			this.listener = listener;
		}

		boolean isOpen() {
			return !this.closed && !this.ended;
		}

		void open() {
			List<StoreException> failures = ModelStore.this.failures.getOrDefault("watch", List.of());
			StoreException failure = failures.isEmpty() ? null : failures.remove(0);
			later(() -> {
				if (failure != null) {
					end(failure);
				}
				else if (isDown()) {
					end(new StoreUnreachableException("connection refused", null));
				}
				else if (isOpen() && !ModelStore.this.frozen) {
					serve();
				}
			});
		}

		private void serve() {
			long lagging = ModelStore.this.revision - ModelStore.this.lag;
			Header created = header(lagging);
			send(Duration.ZERO, () -> this.listener.created(created));
			if (ModelStore.this.denied.contains(this.prefix)) {
				end(new PermissionDeniedException("permission denied", null));
			}
			else if (this.from < ModelStore.this.compacted) {
				end(new RevisionCompactedException(ModelStore.this.compacted, null));
			}
			else {
				this.opened = true;
				sendHistory();
			}
		}

		private void sendHistory() {
			List<Change> past = new ArrayList<>();
			ModelStore.this.history.tailMap(this.from, true).values().forEach((changes) -> past.addAll(mine(changes)));
			int sent = 0;
			while (sent < past.size()) {
				int end = Math.min(past.size(), sent + 1000);
				while (end < past.size() && past.get(end).revision() == past.get(end - 1).revision()) {
					end++;
				}
				List<Change> part = List.copyOf(past.subList(sent, end));
				Header now = header(ModelStore.this.revision);
				send(ModelStore.this.historyDelay, () -> this.listener.changed(now, part));
				sent = end;
			}
		}

		void deliver(List<Change> changes) {
			List<Change> mine = mine(changes);
			if (this.opened && !this.deaf && !mine.isEmpty() && mine.get(0).revision() >= this.from) {
				Header now = header(ModelStore.this.revision);
				send(Duration.ZERO, () -> this.listener.changed(now, mine));
			}
		}

		private List<Change> mine(List<Change> changes) {
			return changes.stream().filter((change) -> change.key().startsWith(this.prefix)).toList();
		}

		private Header header(long revision) {
			return new Header(ModelStore.this.clusterId, 1, revision, 2);
		}

		private void send(Duration delay, Runnable delivery) {
			long latency = 1000 * ModelStore.this.latencyMicros.getAsLong();
			long at = Math.max(this.lastDelivery, ModelStore.this.loop.nanoTime() + latency + delay.toNanos());
			this.lastDelivery = at;
			ModelStore.this.loop.scheduleBeside(() -> {
				this.arrived.add(delivery);
				drain();
			}, Duration.ofNanos(at - ModelStore.this.loop.nanoTime()));
		}

		/**
		 * Hand over what has arrived: a frozen server loses nothing.
		 */
		void drain() {
			while (!ModelStore.this.frozen && !this.held && !this.arrived.isEmpty()) {
				Runnable delivery = this.arrived.remove(0);
				if (isOpen() && !this.mute) {
					delivery.run();
				}
			}
		}

		/**
		 * Let what arrives wait.
		 */
		void hold() {
			this.held = true;
		}

		void letGo() {
			this.held = false;
			drain();
		}

		void end(StoreException cause) {
			ModelStore.this.loop.scheduleBeside(() -> {
				if (isOpen() && !this.mute) {
					this.ended = true;
					this.listener.ended(cause);
				}
			}, Duration.ofNanos(Math.max(0, this.lastDelivery - ModelStore.this.loop.nanoTime())));
			this.opened = false;
		}

		/**
		 * Call the listener, whatever the state of the stream.
		 */
		void inject(Consumer<WatchListener> call) {
			call.accept(this.listener);
		}

		/**
		 * End at once: what was on its way is lost.
		 */
		void cut() {
			if (isOpen()) {
				this.ended = true;
				this.listener.ended(new StoreUnreachableException("connection reset", null));
			}
		}

		@Override
		public void requestProgress() {
			this.progressRequests++;
			if (ModelStore.this.swallowsProgress || !isOpen()) {
				return;
			}
			later(() -> {
				Header now = header(ModelStore.this.revision);
				Runnable answer = () -> this.listener.progressed(now);
				if (ModelStore.this.trusted) {
					send(Duration.ZERO, answer);
				}
				else if (isOpen() && !this.mute && !ModelStore.this.frozen) {
					answer.run();
				}
			});
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
