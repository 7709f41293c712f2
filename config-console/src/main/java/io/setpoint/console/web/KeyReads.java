package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import io.setpoint.store.Calls;
import io.setpoint.store.Image;
import io.setpoint.store.Index;
import io.setpoint.store.KeyValue;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain keys. Values are read of those keys only that are shown.
 */
final class KeyReads {

	/**
	 * How many keys a page has.
	 */
	static final int PAGE = 100;

	private static final int EARLIER = 20;

	private final Store store;

	private final Executor executor;

	KeyReads(Store store, Executor executor) {
		this.store = store;
		this.executor = executor;
	}

	/**
	 * Read some keys as they are now.
	 * @param keys the keys
	 * @return those that are there, by key
	 */
	CompletableFuture<Map<String, KeyValue>> read(Collection<String> keys) {
		if (keys.isEmpty()) {
			return CompletableFuture.completedFuture(Map.of());
		}
		return this.store.read(List.copyOf(keys)).thenApplyAsync((image) -> byKey(image, keys), this.executor);
	}

	private static Map<String, KeyValue> byKey(Image image, Collection<String> keys) {
		Map<String, KeyValue> entries = new TreeMap<>();
		keys.forEach((key) -> image.entries(key).forEach((entry) -> entries.put(key, entry)));
		return entries;
	}

	/**
	 * Read a page of the keys below a prefix.
	 * @param prefix the prefix
	 * @param wanted which of them
	 * @return the page
	 */
	CompletableFuture<KeyPage> page(String prefix, Wanted wanted) {
		return this.store.read(List.of(prefix + "-"))
			.thenCompose((now) -> this.store.readIndex(prefix, now.revision()))
			.thenComposeAsync((index) -> page(prefix, wanted, index), this.executor);
	}

	private CompletableFuture<KeyPage> page(String prefix, Wanted wanted, Index index) {
		List<String> found = wanted.of(prefix, index);
		List<String> shown = found.subList(0, Math.min(PAGE, found.size()));
		boolean all = index.modRevisions().size() <= PAGE;
		List<String> ranges = all ? List.of(prefix) : shown;
		if (shown.isEmpty()) {
			return CompletableFuture.completedFuture(new KeyPage(index.revision(), 0, List.of(), null));
		}
		return this.store.readAt(ranges, index.revision()).thenApplyAsync((image) -> {
			Map<String, KeyValue> entries = new TreeMap<>();
			ranges.forEach((range) -> image.entries(range).forEach((entry) -> entries.put(entry.key(), entry)));
			List<KeyValue> page = shown.stream().filter(entries::containsKey).map(entries::get).toList();
			return new KeyPage(index.revision(), found.size(), page,
					(found.size() > PAGE) ? shown.get(shown.size() - 1) : null);
		}, this.executor);
	}

	/**
	 * Read what a key was before, as far as etcd has it.
	 * @param key the key
	 * @param before the revision before which to begin
	 * @return its earlier values
	 */
	CompletableFuture<KeyHistory> history(String key, long before) {
		return history(key, before, new ArrayList<>());
	}

	private CompletableFuture<KeyHistory> history(String key, long before, List<KeyValue> found) {
		if (before <= 1 || found.size() == EARLIER) {
			return CompletableFuture.completedFuture(new KeyHistory(found, (before <= 1) ? KeyHistory.CREATED : null));
		}
		return this.store.readAt(List.of(key), before - 1)
			.handleAsync((image, failure) -> (failure != null) ? ended(found, failure) : next(key, image, found),
					this.executor)
			.thenCompose((next) -> next);
	}

	private CompletableFuture<KeyHistory> next(String key, Image image, List<KeyValue> found) {
		if (image.entries(key).isEmpty()) {
			return CompletableFuture.completedFuture(new KeyHistory(found, KeyHistory.CREATED));
		}
		KeyValue entry = image.entries(key).get(0);
		found.add(entry);
		return history(key, entry.modRevision(), found);
	}

	private static CompletableFuture<KeyHistory> ended(List<KeyValue> found, Throwable failure) {
		if (Calls.causeOf(failure) instanceof RevisionCompactedException) {
			return CompletableFuture.completedFuture(new KeyHistory(found, KeyHistory.COMPACTED));
		}
		return CompletableFuture.failedFuture(new CompletionException(Calls.causeOf(failure)));
	}

	/**
	 * Which keys somebody wants to see.
	 *
	 * @param find a part of the key
	 * @param since the revision that may have written them last at the earliest
	 * @param after the key after which the page begins, may be empty
	 */
	record Wanted(String find, long since, String after) {

		List<String> of(String prefix, Index index) {
			String part = this.find.strip().toLowerCase(Locale.ROOT);
			return index.modRevisions()
				.entrySet()
				.stream()
				.filter((entry) -> entry.getValue() >= this.since && entry.getKey().compareTo(this.after) > 0
						&& entry.getKey().substring(prefix.length()).toLowerCase(Locale.ROOT).contains(part))
				.map(Map.Entry::getKey)
				.sorted(Comparator.naturalOrder())
				.toList();
		}

	}

	/**
	 * Keys of a location.
	 *
	 * @param revision the revision that they are of
	 * @param found how many there are from this page on
	 * @param entries the keys of this page
	 * @param last the last one, {@code null} if no other page follows
	 */
	record KeyPage(long revision, int found, List<KeyValue> entries, @Nullable String last) {
	}

	/**
	 * What a key was before.
	 *
	 * @param entries its earlier values, the newest first
	 * @param end why there is nothing before them, {@code null} if there may be more
	 */
	record KeyHistory(List<KeyValue> entries, @Nullable String end) {

		static final String CREATED = "Before that it was not there.";

		static final String COMPACTED = "etcd has forgotten what was before that: it was compacted.";

		KeyHistory {
			entries = List.copyOf(entries);
		}

	}

}
