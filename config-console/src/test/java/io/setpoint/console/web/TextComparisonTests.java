package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.setpoint.console.web.TextComparison.Block;
import io.setpoint.console.web.TextComparison.Kind;
import io.setpoint.console.web.TextComparison.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextComparison}.
 */
class TextComparisonTests {

	private static List<Row> rows(int count, int... changed) {
		List<Integer> changes = IntStream.of(changed).boxed().toList();
		return IntStream.range(0, count)
			.mapToObj((i) -> new Row(changes.contains(i) ? Kind.ADDED : Kind.SAME, null, i + 1, "l" + i))
			.toList();
	}

	private static List<String> blocks(TextComparison comparison) {
		return comparison.blocks()
			.stream()
			.map((block) -> (block.folded() ? "fold " : "lines ") + block.begin() + "-" + block.end() + " "
					+ block.rows().size())
			.toList();
	}

	@Test
	void linesAroundAChangeAreShown() {
		assertThat(blocks(TextComparison.of(rows(20, 9, 11), List.of(), false, 0))).containsExactly("fold 0-6 6",
				"lines 6-15 9", "fold 15-20 5");
	}

	@Test
	void oneLineAloneIsNotFolded() {
		assertThat(blocks(TextComparison.of(rows(16, 4, 12), List.of(), false, 0))).containsExactly("lines 0-16 16");
		assertThat(blocks(TextComparison.of(rows(17, 4, 13), List.of(), false, 0))).containsExactly("lines 0-8 8",
				"fold 8-10 2", "lines 10-17 7");
	}

	@Test
	void manyLinesAreFoldedWithoutBeingThere() {
		assertThat(blocks(TextComparison.of(rows(104, 0), List.of(), false, 0))).containsExactly("lines 0-4 4",
				"fold 4-104 100");
		assertThat(blocks(TextComparison.of(rows(105, 0), List.of(), false, 0))).containsExactly("lines 0-4 4",
				"fold 4-105 0");
	}

	@Test
	void nothingIsFoldedWhereAllIsWanted() {
		TextComparison comparison = TextComparison.of(rows(501), List.of(), true, 0);
		assertThat(blocks(comparison)).containsExactly("lines 0-500 500");
		assertThat(comparison.later()).isEqualTo(500);
		assertThat(comparison.same()).isEqualTo(501);
		TextComparison next = TextComparison.of(rows(501), List.of(), true, 500);
		assertThat(blocks(next)).containsExactly("lines 500-501 1");
		assertThat(next.later()).isNull();
		assertThat(next.earlier()).isZero();
	}

	@Test
	void pagesHaveEveryLineOnce() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		List<Row> rows = rows(5000, random.ints(400, 0, 5000).toArray());
		List<Integer> seen = new ArrayList<>();
		Integer at = 0;
		while (at != null) {
			TextComparison page = TextComparison.of(rows, List.of(), false, at);
			page.blocks().forEach((block) -> seen.addAll(lines(block)));
			assertThat(earlier(page)).as("seed %d", seed).isEqualTo(at);
			at = page.later();
		}
		assertThat(seen).as("seed %d", seed).isEqualTo(IntStream.range(0, 5000).boxed().toList());
	}

	private static int earlier(TextComparison page) {
		@Nullable Integer earlier = page.earlier();
		return (earlier != null) ? earlier + TextComparison.PAGE : 0;
	}

	private static List<Integer> lines(Block block) {
		return IntStream.range(block.begin(), block.end()).boxed().toList();
	}

}
