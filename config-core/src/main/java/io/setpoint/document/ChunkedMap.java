package io.setpoint.document;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map in chunks. An update copies the chunks that it touches and the
 * list of chunks; the others are the same objects before and after.
 *
 * @param <V> the type of the values
 */
final class ChunkedMap<V> {

	static final int MAX_CHUNK_SIZE = 256;

	private static final int SPLIT_SIZE = MAX_CHUNK_SIZE / 2;

	private static final int JOIN_SIZE = MAX_CHUNK_SIZE / 4;

	private final BiPredicate<String, String> inseparable;

	private final List<Chunk<V>> chunks;

	private final int size;

	private ChunkedMap(BiPredicate<String, String> inseparable, List<Chunk<V>> chunks) {
		this.inseparable = inseparable;
		this.chunks = chunks;
		this.size = chunks.stream().mapToInt(Chunk::size).sum();
	}

	/**
	 * Return an empty map.
	 * @param <V> the type of the values
	 * @param inseparable whether two neighbouring keys have to be in one chunk, even if
	 * that makes it larger than others
	 * @return the map
	 */
	static <V> ChunkedMap<V> empty(BiPredicate<String, String> inseparable) {
		return new ChunkedMap<>(inseparable, List.of());
	}

	int size() {
		return this.size;
	}

	List<Chunk<V>> chunks() {
		return this.chunks;
	}

	@Nullable V get(String key) {
		int index = chunkOf(key);
		return (index >= 0) ? this.chunks.get(index).get(key) : null;
	}

	/**
	 * Return the smallest key that is not smaller than the given one.
	 * @param key the given key
	 * @return the key, or {@code null} if all are smaller
	 */
	@Nullable String ceiling(String key) {
		int index = Math.max(chunkOf(key), 0);
		if (this.chunks.isEmpty()) {
			return null;
		}
		Chunk<V> chunk = this.chunks.get(index);
		int position = chunk.ceiling(key);
		if (position < chunk.size()) {
			return chunk.keys().get(position);
		}
		return (index + 1 < this.chunks.size()) ? this.chunks.get(index + 1).firstKey() : null;
	}

	/**
	 * Return the values of all keys that start with a text, in their order.
	 * @param start the text
	 * @return the values
	 */
	List<V> startingWith(String start) {
		List<V> result = new ArrayList<>();
		for (int i = Math.max(chunkOf(start), 0); i < this.chunks.size(); i++) {
			Chunk<V> chunk = this.chunks.get(i);
			for (int position = chunk.ceiling(start); position < chunk.size(); position++) {
				if (!chunk.keys().get(position).startsWith(start)) {
					return result;
				}
				result.add(chunk.values().get(position));
			}
		}
		return result;
	}

	/**
	 * Return the map with some keys set, or removed where there is no value.
	 * @param edits the new values by key
	 * @return the new map
	 */
	ChunkedMap<V> with(NavigableMap<String, Optional<V>> edits) {
		List<Chunk<V>> old = this.chunks.isEmpty() ? List.of(Chunk.empty()) : this.chunks;
		List<Chunk<V>> result = new ArrayList<>(old.size() + 1);
		NavigableMap<String, Optional<V>> remaining = edits;
		int next = 0;
		while (!remaining.isEmpty()) {
			int edited = Math.max(chunkOf(remaining.firstKey()), 0);
			append(result, old.subList(next, edited));
			next = edited + 1;
			String end = (next < old.size()) ? old.get(next).firstKey() : null;
			append(result, old.get(edited).with((end != null) ? remaining.headMap(end, false) : remaining));
			remaining = (end != null) ? remaining.tailMap(end, true) : Collections.emptyNavigableMap();
		}
		append(result, old.subList(next, old.size()));
		return new ChunkedMap<>(this.inseparable, split(result));
	}

	/**
	 * Append chunks that are not edited. Of these only the first has a new neighbour.
	 * @param chunks where chunks are taken from
	 * @param result where they are added
	 */
	private void append(List<Chunk<V>> result, List<Chunk<V>> chunks) {
		if (!chunks.isEmpty()) {
			append(result, chunks.get(0));
			result.addAll(chunks.subList(1, chunks.size()));
		}
	}

	private void append(List<Chunk<V>> result, Chunk<V> chunk) {
		int last = result.size() - 1;
		if (chunk.size() == 0) {
			return;
		}
		if (last >= 0 && belongTogether(result.get(last), chunk)) {
			result.set(last, result.get(last).join(chunk));
		}
		else {
			result.add(chunk);
		}
	}

	private boolean belongTogether(Chunk<V> chunk, Chunk<V> next) {
		return chunk.size() + next.size() <= JOIN_SIZE || this.inseparable.test(chunk.lastKey(), next.firstKey());
	}

	private List<Chunk<V>> split(List<Chunk<V>> chunks) {
		if (chunks.stream().noneMatch((chunk) -> chunk.size() > MAX_CHUNK_SIZE)) {
			return chunks;
		}
		BitSet ids = new BitSet();
		chunks.forEach((chunk) -> ids.set(chunk.id()));
		List<Chunk<V>> result = new ArrayList<>();
		for (Chunk<V> chunk : chunks) {
			result.addAll((chunk.size() <= MAX_CHUNK_SIZE) ? List.of(chunk)
					: chunk.split(SPLIT_SIZE, this.inseparable, () -> nextId(ids)));
		}
		return result;
	}

	private int nextId(BitSet ids) {
		int id = ids.nextClearBit(0);
		ids.set(id);
		return id;
	}

	private int chunkOf(String key) {
		int low = 0;
		int high = this.chunks.size() - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			if (this.chunks.get(middle).firstKey().compareTo(key) <= 0) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return high;
	}

}
