package io.setpoint.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * An immutable run of sorted keys with their values.
 *
 * @param <V> the type of the values
 */
final class Chunk<V> {

	private final int id;

	private final List<String> keys;

	private final List<V> values;

	private Chunk(int id, List<String> keys, List<V> values) {
		this.id = id;
		this.keys = keys;
		this.values = values;
	}

	static <V> Chunk<V> empty() {
		return new Chunk<>(0, List.of(), List.of());
	}

	/**
	 * Return the number that stays with the chunk when it is updated, unique in its map.
	 * @return the number
	 */
	int id() {
		return this.id;
	}

	int size() {
		return this.keys.size();
	}

	String firstKey() {
		return this.keys.get(0);
	}

	String lastKey() {
		return this.keys.get(size() - 1);
	}

	List<String> keys() {
		return this.keys;
	}

	List<V> values() {
		return this.values;
	}

	@Nullable V get(String key) {
		int index = Collections.binarySearch(this.keys, key);
		return (index >= 0) ? this.values.get(index) : null;
	}

	int ceiling(String key) {
		int index = Collections.binarySearch(this.keys, key);
		return (index >= 0) ? index : -index - 1;
	}

	Chunk<V> with(Map<String, Optional<V>> edits) {
		List<String> keys = new ArrayList<>(this.keys);
		List<V> values = new ArrayList<>(this.values);
		edits.forEach((key, value) -> {
			int index = isBehind(keys, key) ? -keys.size() - 1 : Collections.binarySearch(keys, key);
			if (index >= 0) {
				value.ifPresentOrElse((present) -> values.set(index, present), () -> {
					keys.remove(index);
					values.remove(index);
				});
			}
			else if (value.isPresent()) {
				keys.add(-index - 1, key);
				values.add(-index - 1, value.get());
			}
		});
		return new Chunk<>(this.id, keys, values);
	}

	/**
	 * Return what is so for all of many new keys, because they come in their order.
	 * @param keys the keys so far
	 * @param key the next one
	 * @return whether it comes after all of them
	 */
	private static boolean isBehind(List<String> keys, String key) {
		return keys.isEmpty() || keys.get(keys.size() - 1).compareTo(key) < 0;
	}

	Chunk<V> join(Chunk<V> next) {
		List<String> keys = new ArrayList<>(this.keys);
		List<V> values = new ArrayList<>(this.values);
		keys.addAll(next.keys);
		values.addAll(next.values);
		return new Chunk<>(this.id, keys, values);
	}

	/**
	 * Cut into pieces of at least a size, where neighbours may be separated. The first
	 * piece keeps the id.
	 * @param size the least size of a piece
	 * @param inseparable whether two neighbouring keys have to stay together
	 * @param ids gives the ids of the other pieces
	 * @return the pieces, only this chunk if it cannot be cut
	 */
	List<Chunk<V>> split(int size, BiPredicate<String, String> inseparable, IntSupplier ids) {
		List<Chunk<V>> pieces = new ArrayList<>();
		int from = 0;
		for (int i = size; i <= size() - size; i++) {
			if (i - from >= size && !inseparable.test(this.keys.get(i - 1), this.keys.get(i))) {
				pieces.add(piece((from == 0) ? this.id : ids.getAsInt(), from, i));
				from = i;
			}
		}
		pieces.add((from == 0) ? this : piece(ids.getAsInt(), from, size()));
		return pieces;
	}

	private Chunk<V> piece(int id, int from, int to) {
		return new Chunk<>(id, List.copyOf(this.keys.subList(from, to)), List.copyOf(this.values.subList(from, to)));
	}

}
