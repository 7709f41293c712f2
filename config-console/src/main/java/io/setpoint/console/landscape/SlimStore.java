package io.setpoint.console.landscape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;

/**
 * etcd as a mirror of all configurations can hold it: below the root of the rollouts only
 * a few keys have their values, all others, documents of versions among them, have none.
 */
final class SlimStore implements Store {

	private static final byte[] NOTHING = {};

	private final Store store;

	private final RolloutPaths paths;

	SlimStore(Store store, RolloutPaths paths) {
		this.store = store;
		this.paths = paths;
	}

	@Override
	public CompletableFuture<Image> read(List<String> prefixes) {
		return read(prefixes, () -> {
		});
	}

	@Override
	public CompletableFuture<Image> read(List<String> prefixes, Runnable progressed) {
		return this.store.read(List.of(this.paths.anchor()), progressed)
			.thenCompose((anchor) -> readAt(prefixes, anchor.revision(), progressed));
	}

	@Override
	public CompletableFuture<Image> readAt(List<String> prefixes, long revision) {
		return readAt(prefixes, revision, () -> {
		});
	}

	@Override
	public CompletableFuture<Image> readAt(List<String> prefixes, long revision, Runnable progressed) {
		String root = this.paths.root();
		if (!prefixes.contains(root)) {
			return this.store.readAt(prefixes, revision, progressed);
		}
		List<String> others = prefixes.stream().filter((prefix) -> !prefix.equals(root)).toList();
		return this.store.readIndex(root, revision, progressed)
			.thenCompose((index) -> this.store.readAt(wanted(index, others), revision, progressed)
				.thenApply((image) -> slim(index, image, others)));
	}

	private List<String> wanted(Index index, List<String> others) {
		List<String> wanted = new ArrayList<>(others);
		index.modRevisions().keySet().stream().filter(this.paths::isHeld).sorted().forEach(wanted::add);
		wanted.add(this.paths.anchor());
		return wanted;
	}

	private Image slim(Index index, Image image, List<String> others) {
		List<KeyValue> entries = new ArrayList<>();
		index.modRevisions().forEach((key, revision) -> {
			if (this.paths.isHeld(key)) {
				entries.addAll(image.entries(key));
			}
			else {
				entries.add(new KeyValue(key, NOTHING, revision, revision));
			}
		});
		entries.sort(Comparator.comparing(KeyValue::key));
		Map<String, List<KeyValue>> all = new HashMap<>();
		others.forEach((prefix) -> all.put(prefix, image.entries(prefix)));
		all.put(this.paths.root(), List.copyOf(entries));
		return new Image(index.clusterId(), index.revision(), all);
	}

	private KeyValue slim(KeyValue entry) {
		boolean held = !entry.key().startsWith(this.paths.root()) || this.paths.isHeld(entry.key());
		return held ? entry : new KeyValue(entry.key(), NOTHING, entry.modRevision(), entry.modRevision());
	}

	@Override
	public CompletableFuture<Index> readIndex(String prefix, long revision) {
		return this.store.readIndex(prefix, revision);
	}

	@Override
	public CompletableFuture<Index> readIndex(String prefix, long revision, Runnable progressed) {
		return this.store.readIndex(prefix, revision, progressed);
	}

	@Override
	public CompletableFuture<Boolean> touched(String prefix, long revision) {
		return this.store.touched(prefix, revision);
	}

	@Override
	public Watch watch(String prefix, long revision, WatchListener listener) {
		return this.store.watch(prefix, revision, new SlimListener(listener));
	}

	@Override
	public void renew(Watch failed) {
		this.store.renew(failed);
	}

	@Override
	public void reconnect() {
		this.store.reconnect();
	}

	@Override
	public void disconnect() {
		this.store.disconnect();
	}

	@Override
	public void follow(long clusterId) {
		this.store.follow(clusterId);
	}

	@Override
	public CompletableFuture<Set<String>> knock(Set<String> shut) {
		return this.store.knock(shut);
	}

	@Override
	public boolean isProgressTrusted() {
		return this.store.isProgressTrusted();
	}

	@Override
	public void close() {
		this.store.close();
	}

	/**
	 * Leaves the values of those keys away that are not held.
	 */
	private final class SlimListener implements WatchListener {

		private final WatchListener listener;

		SlimListener(WatchListener listener) {
			this.listener = listener;
		}

		@Override
		public void created(Header header) {
			this.listener.created(header);
		}

		@Override
		public void changed(Header header, List<Change> changes) {
			this.listener.changed(header, changes.stream().map(this::slim).toList());
		}

		private Change slim(Change change) {
			return (change instanceof Change.Put put) ? new Change.Put(SlimStore.this.slim(put.entry())) : change;
		}

		@Override
		public void progressed(Header header) {
			this.listener.progressed(header);
		}

		@Override
		public void ended(StoreException cause) {
			this.listener.ended(cause);
		}

	}

}
