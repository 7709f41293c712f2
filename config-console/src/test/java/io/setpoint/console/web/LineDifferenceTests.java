package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LineDifference}.
 */
class LineDifferenceTests {

	private static final long SEED = Long.getLong("setpoint.seed", System.nanoTime());

	private static List<String> kept(List<String> before, List<String> after) {
		LineDifference difference = LineDifference.between(before, after);
		List<String> kept = IntStream.range(0, before.size())
			.filter((i) -> !difference.isRemoved(i))
			.mapToObj(before::get)
			.toList();
		List<String> same = IntStream.range(0, after.size())
			.filter((i) -> !difference.isAdded(i))
			.mapToObj(after::get)
			.toList();
		assertThat(kept).as("seed %d, from %s to %s", SEED, before, after).isEqualTo(same);
		return kept;
	}

	private static int longest(List<String> before, List<String> after) {
		int[][] longest = new int[before.size() + 1][after.size() + 1];
		for (int i = 0; i < before.size(); i++) {
			for (int j = 0; j < after.size(); j++) {
				longest[i + 1][j + 1] = before.get(i).equals(after.get(j)) ? longest[i][j] + 1
						: Math.max(longest[i][j + 1], longest[i + 1][j]);
			}
		}
		return longest[before.size()][after.size()];
	}

	private static List<String> lines(Random random, int count, int kinds) {
		return IntStream.range(0, count).mapToObj((i) -> "l" + random.nextInt(kinds)).toList();
	}

	@Test
	void fewestLinesAreChanged() {
		Random random = new Random(SEED);
		for (int round = 0; round < 2000; round++) {
			int kinds = 1 + random.nextInt(8);
			List<String> before = lines(random, random.nextInt(40), kinds);
			List<String> after = lines(random, random.nextInt(40), kinds);
			assertThat(kept(before, after)).as("seed %d, from %s to %s", SEED, before, after)
				.hasSize(longest(before, after));
		}
	}

	@Test
	void changeInTheMidstOfManyLinesIsFound() {
		List<String> before = IntStream.range(0, 50_000).mapToObj((i) -> "name-" + i % 700 + ": x").toList();
		List<String> after = new ArrayList<>(before);
		after.set(25_000, "another: x");
		after.remove(40_000);
		after.add(10, "name-3: x");
		assertThat(kept(before, after)).hasSize(49_998);
	}

	@Test
	void whatIsInAnotherOrderIsComparedWithinBounds() {
		List<String> before = IntStream.range(0, 50_000).mapToObj((i) -> "l" + i).toList();
		List<String> after = new ArrayList<>(before);
		Collections.shuffle(after, new Random(SEED));
		assertThat(kept(before, after)).isNotEmpty();
	}

	@Test
	void linesThatRepeatAreComparedWithinBounds() {
		List<String> one = Collections.nCopies(1, "");
		List<String> many = Collections.nCopies(500_000, "");
		assertThat(kept(one, many)).hasSize(1);
		assertThat(kept(many, one)).hasSize(1);
		assertThat(kept(lines(new Random(SEED), 50_000, 2), lines(new Random(SEED + 1), 50_000, 2))).isNotEmpty();
	}

	@Test
	void nothingInCommonIsAllChanged() {
		assertThat(kept(List.of("a", "b"), List.of("c"))).isEmpty();
		assertThat(kept(List.of(), List.of("c"))).isEmpty();
	}

}
