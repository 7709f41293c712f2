package io.setpoint.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChunkedMap}.
 */
class ChunkedMapTests {

	@Test
	void emptyMapHasNothing() {
		ChunkedMap<Integer> map = map();
		assertThat(map.get("a")).isNull();
		assertThat(map.ceiling("a")).isNull();
		assertThat(map.startingWith("a")).isEmpty();
		assertThat(map.with(edits("a", Optional.empty())).chunks()).isEmpty();
	}

	@Test
	void updateOfOneKeyCopiesOneChunk() {
		ChunkedMap<Integer> map = filled(10_000);
		assertThat(map.size()).isEqualTo(10_000);
		ChunkedMap<Integer> updated = map.with(edits("key05000", Optional.of(-1)));
		assertThat(updated.get("key05000")).isEqualTo(-1);
		assertThat(map.get("key05000")).isEqualTo(5000);
		List<Chunk<Integer>> remaining = new ArrayList<>(updated.chunks());
		remaining.removeIf((chunk) -> map.chunks().stream().anyMatch((old) -> old == chunk));
		assertThat(remaining).hasSize(1);
		assertThat(updated.chunks()).hasSameSizeAs(map.chunks());
	}

	@Test
	void chunkThatIsSplitKeepsItsIdAndTheNewOneTakesAFreeOne() {
		ChunkedMap<Integer> map = filled(ChunkedMap.MAX_CHUNK_SIZE);
		assertThat(map.chunks()).extracting(Chunk::id).containsExactly(0);
		map = map.with(edits("key00000a", Optional.of(0)));
		assertThat(map.chunks()).extracting(Chunk::id).containsExactly(0, 1);
		assertThat(map.chunks())
			.allSatisfy((chunk) -> assertThat(chunk.size()).isGreaterThan(ChunkedMap.MAX_CHUNK_SIZE / 3));
	}

	@Test
	void inseparableKeysStayInOneChunk() {
		ChunkedMap<Integer> map = ChunkedMap.empty((key, next) -> key.charAt(3) == next.charAt(3));
		map = map.with(fill(25_000));
		assertThat(map.chunks()).extracting(Chunk::size).containsExactly(10_000, 10_000, 5_000);
	}

	@Test
	void inseparableKeysAreJoinedWhenTheGapBetweenThemCloses() {
		ChunkedMap<Integer> map = ChunkedMap.empty((key, next) -> number(next) - number(key) == 1);
		NavigableMap<String, Optional<Integer>> edits = fill(400);
		edits.remove("key00200");
		map = map.with(edits);
		assertThat(map.chunks()).hasSize(2);
		map = map.with(edits("key00200", Optional.of(200)));
		assertThat(map.chunks()).hasSize(1);
		map = map.with(edits("key00200", Optional.empty()));
		assertThat(map.chunks()).hasSize(2);
	}

	@Test
	void behavesLikeATreeMapUnderRandomUpdates() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		NavigableMap<String, Integer> expected = new TreeMap<>();
		ChunkedMap<Integer> map = map();
		for (int round = 0; round < 300; round++) {
			NavigableMap<String, Optional<Integer>> edits = new TreeMap<>();
			int range = (round % 20 < 15) ? 5000 : 500;
			for (int i = random.nextInt(200); i >= 0; i--) {
				boolean delete = random.nextInt(10) < ((round / 50 % 2 == 0) ? 3 : 8);
				edits.put(key(random.nextInt(range)), delete ? Optional.empty() : Optional.of(random.nextInt()));
			}
			edits.forEach((key, value) -> value.ifPresentOrElse((present) -> expected.put(key, present),
					() -> expected.remove(key)));
			map = map.with(edits);
			verify(map, expected, random, "seed " + seed + " round " + round);
		}
	}

	private void verify(ChunkedMap<Integer> map, NavigableMap<String, Integer> expected, Random random, String when) {
		assertThat(map.size()).as(when).isEqualTo(expected.size());
		assertThat(map.startingWith("")).as(when).containsExactlyElementsOf(expected.values());
		String probe = key(random.nextInt(5000));
		assertThat(map.get(probe)).as(when).isEqualTo(expected.get(probe));
		assertThat(map.ceiling(probe)).as(when).isEqualTo(expected.ceilingKey(probe));
		String start = probe.substring(0, 6);
		assertThat(map.startingWith(start)).as(when)
			.containsExactlyElementsOf(expected.subMap(start, start + "z").values());
		assertThat(map.chunks()).as(when).extracting(Chunk::id).doesNotHaveDuplicates();
		assertThat(map.chunks()).as(when)
			.allSatisfy((chunk) -> assertThat(chunk.size()).isBetween(1, ChunkedMap.MAX_CHUNK_SIZE));
		assertThat(map.chunks().size()).as(when).isLessThanOrEqualTo(2 + expected.size() / 32);
	}

	private ChunkedMap<Integer> map() {
		return ChunkedMap.empty((key, next) -> false);
	}

	private ChunkedMap<Integer> filled(int size) {
		return map().with(fill(size));
	}

	private NavigableMap<String, Optional<Integer>> fill(int size) {
		NavigableMap<String, Optional<Integer>> edits = new TreeMap<>();
		for (int i = 0; i < size; i++) {
			edits.put(key(i), Optional.of(i));
		}
		return edits;
	}

	private NavigableMap<String, Optional<Integer>> edits(String key, Optional<Integer> value) {
		return new TreeMap<>(Map.of(key, value));
	}

	private String key(int number) {
		return "key%05d".formatted(number);
	}

	private int number(String key) {
		return Integer.parseInt(key.substring(3));
	}

}
