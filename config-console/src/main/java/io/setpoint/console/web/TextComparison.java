package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How the texts of two documents differ, a page of it.
 *
 * @param blocks the lines, and what is folded between them
 * @param removed how many lines of the first text the second one has not
 * @param added how many lines of the second text the first one has not
 * @param same how many lines are the same
 * @param remarks what is different besides the lines
 * @param earlier where the page before begins, {@code null} if there is none
 * @param later where the next page begins, {@code null} if there is none
 */
record TextComparison(List<Block> blocks, int removed, int added, int same, List<String> remarks,
		@Nullable Integer earlier, @Nullable Integer later) {

	static final int PAGE = 500;

	static final int FOLDED = 100;

	private static final int AROUND = 3;

	/**
	 * Return a page of a comparison.
	 * @param rows the lines of both texts
	 * @param remarks what is different besides the lines
	 * @param whole whether what is the same is shown as well
	 * @param at where the page begins
	 * @return the page
	 */
	static TextComparison of(List<Row> rows, List<String> remarks, boolean whole, int at) {
		BitSet shown = shown(rows, whole);
		List<Block> all = new ArrayList<>();
		for (int i = 0; i < rows.size(); i = all.get(all.size() - 1).end()) {
			int hidden = shown.get(i) ? 0 : end(shown, i, rows.size()) - i;
			all.add((hidden > 1) ? Block.fold(i, i + hidden, rows) : Block.lines(i, i + 1, rows));
		}
		int begin = Math.max(0, Math.min(at, all.size() - 1));
		int end = Math.min(begin + PAGE, all.size());
		return new TextComparison(joined(all.subList(begin, end), rows), count(rows, Kind.REMOVED),
				count(rows, Kind.ADDED), count(rows, Kind.SAME), remarks,
				(begin > 0) ? Math.max(0, begin - PAGE) : null, (end < all.size()) ? end : null);
	}

	private static int count(List<Row> rows, Kind kind) {
		return (int) rows.stream().filter((row) -> row.kind() == kind).count();
	}

	private static BitSet shown(List<Row> rows, boolean whole) {
		BitSet shown = new BitSet();
		for (int i = 0; i < rows.size(); i++) {
			if (whole || rows.get(i).kind() != Kind.SAME) {
				shown.set(Math.max(0, i - AROUND), Math.min(rows.size(), i + AROUND + 1));
			}
		}
		return shown;
	}

	private static int end(BitSet shown, int begin, int size) {
		int end = shown.nextSetBit(begin);
		return (end < 0) ? size : end;
	}

	private static List<Block> joined(List<Block> blocks, List<Row> rows) {
		List<Block> joined = new ArrayList<>();
		for (Block block : blocks) {
			Block last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
			if (last != null && !last.folded() && !block.folded()) {
				joined.set(joined.size() - 1, Block.lines(last.begin(), block.end(), rows));
			}
			else {
				joined.add(block);
			}
		}
		return joined;
	}

	/**
	 * Return the lines of two texts in one order.
	 * @param before the first text
	 * @param after the second text
	 * @param secrets whether lines differ by what is secret in them
	 * @return the lines
	 */
	static List<Row> rows(DocumentText before, DocumentText after, boolean secrets) {
		LineDifference difference = secrets ? LineDifference.between(before.lines(), after.lines())
				: LineDifference.between(before.shown(), after.shown());
		List<Row> rows = new ArrayList<>();
		int left = 0;
		int right = 0;
		while (left < before.lines().size() || right < after.lines().size()) {
			if (left < before.lines().size() && difference.isRemoved(left)) {
				rows.add(new Row(Kind.REMOVED, left + 1, null, before.shown().get(left++)));
			}
			else if (right < after.lines().size() && difference.isAdded(right)) {
				rows.add(new Row(Kind.ADDED, null, right + 1, after.shown().get(right++)));
			}
			else {
				rows.add(new Row(Kind.SAME, left + 1, right + 1, same(before, left++, after, right++)));
			}
		}
		return rows;
	}

	/**
	 * Return a line that is the same in both texts, masked where it is in either.
	 */
	private static String same(DocumentText before, int left, DocumentText after, int right) {
		String shown = before.shown().get(left);
		return shown.equals(before.lines().get(left)) ? after.shown().get(right) : shown;
	}

	public boolean identical() {
		return this.removed == 0 && this.added == 0;
	}

	/**
	 * What has become of a line.
	 */
	enum Kind {

		SAME, REMOVED, ADDED

	}

	/**
	 * A line.
	 *
	 * @param kind what has become of it
	 * @param before its number in the first text, {@code null} if it is not there
	 * @param after its number in the second text, {@code null} if it is not there
	 * @param text what it says, as it may be seen
	 */
	record Row(Kind kind, @Nullable Integer before, @Nullable Integer after, String text) {

		public String style() {
			return this.kind.name().toLowerCase(Locale.ROOT);
		}

		public String sign() {
			return switch (this.kind) {
				case SAME -> "";
				case REMOVED -> "−";
				case ADDED -> "+";
			};
		}

	}

	/**
	 * Lines that follow each other.
	 *
	 * @param begin the index of the first one
	 * @param end the index behind the last one
	 * @param folded whether they are shown when somebody asks for them
	 * @param rows the lines, none where they are too many to be there already
	 */
	record Block(int begin, int end, boolean folded, List<Row> rows) {

		static Block lines(int begin, int end, List<Row> rows) {
			return new Block(begin, end, false, rows.subList(begin, end));
		}

		static Block fold(int begin, int end, List<Row> rows) {
			return new Block(begin, end, true, (end - begin <= FOLDED) ? rows.subList(begin, end) : List.of());
		}

		public int size() {
			return this.end - this.begin;
		}

	}

}
