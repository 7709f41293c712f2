package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lines of a text are gone in another one, and which are new there, by the greedy
 * algorithm of Myers. What lines have in common is looked for a bounded number of changes
 * ahead and goes on from there: texts of any size and likeness take time in proportion to
 * their length, and the differences of those that are much alike are the fewest possible.
 */
final class LineDifference {

	private static final int FURTHEST = 256;

	private static final int NOWHERE = -1;

	private final BitSet removed = new BitSet();

	private final BitSet added = new BitSet();

	private final int[] before;

	private final int[] after;

	private final int[] beforeIndices;

	private final int[] afterIndices;

	private int x;

	private int y;

	private LineDifference(int[] before, int[] after) {
		this.beforeIndices = shared(before, after, this.removed);
		this.afterIndices = shared(after, before, this.added);
		this.before = at(before, this.beforeIndices);
		this.after = at(after, this.afterIndices);
	}

	static LineDifference between(List<String> before, List<String> after) {
		Map<String, Integer> numbers = new HashMap<>();
		LineDifference difference = new LineDifference(numbered(before, numbers), numbered(after, numbers));
		difference.find();
		return difference;
	}

	/**
	 * Return whether a line of the first text is gone.
	 * @param line its index
	 * @return whether the second text does not have it at that place
	 */
	boolean isRemoved(int line) {
		return this.removed.get(line);
	}

	/**
	 * Return whether a line of the second text is new.
	 * @param line its index
	 * @return whether the first text does not have it at that place
	 */
	boolean isAdded(int line) {
		return this.added.get(line);
	}

	private static int[] numbered(List<String> lines, Map<String, Integer> numbers) {
		return lines.stream().mapToInt((line) -> numbers.computeIfAbsent(line, (each) -> numbers.size())).toArray();
	}

	/**
	 * Find the lines that may have stayed. Those that the other text has nowhere are done
	 * with.
	 * @param lines the lines of a text
	 * @param others the lines of the other text
	 * @param changed takes the indices of the lines that the other text does not have
	 * @return the indices of the others
	 */
	private static int[] shared(int[] lines, int[] others, BitSet changed) {
		BitSet known = new BitSet();
		for (int other : others) {
			known.set(other);
		}
		for (int i = 0; i < lines.length; i++) {
			changed.set(i, !known.get(lines[i]));
		}
		BitSet shared = (BitSet) changed.clone();
		shared.flip(0, lines.length);
		return shared.stream().toArray();
	}

	private static int[] at(int[] lines, int[] indices) {
		int[] found = new int[indices.length];
		for (int i = 0; i < indices.length; i++) {
			found[i] = lines[indices[i]];
		}
		return found;
	}

	private void find() {
		while (this.x < this.before.length && this.y < this.after.length) {
			search();
		}
		for (int i = this.x; i < this.before.length; i++) {
			this.removed.set(this.beforeIndices[i]);
		}
		for (int i = this.y; i < this.after.length; i++) {
			this.added.set(this.afterIndices[i]);
		}
	}

	private int equal(int x, int y) {
		int length = 0;
		while (x + length < this.before.length && y + length < this.after.length
				&& this.before[x + length] == this.after[y + length]) {
			length++;
		}
		return length;
	}

	/**
	 * Go from where both texts have been compared so far to the furthest place that few
	 * enough changes lead to.
	 */
	private void search() {
		List<Front> fronts = new ArrayList<>();
		fronts.add(new Front(0, new int[] { equal(this.x, this.y) }));
		while (fronts.size() <= FURTHEST && !isAtEnd(fronts.get(fronts.size() - 1))) {
			fronts.add(next(fronts.get(fronts.size() - 1)));
		}
		Front last = fronts.get(fronts.size() - 1);
		int diagonal = last.furthest();
		int reached = last.at(diagonal);
		mark(fronts, diagonal);
		this.y += reached - diagonal;
		this.x += reached;
	}

	private boolean isAtEnd(Front front) {
		int diagonal = front.furthest();
		int reached = front.at(diagonal);
		return this.x + reached == this.before.length && this.y + reached - diagonal == this.after.length;
	}

	private Front next(Front front) {
		int changes = front.changes() + 1;
		int[] reached = new int[changes + 1];
		for (int i = 0; i <= changes; i++) {
			int diagonal = 2 * i - changes;
			int start = Math.max(byRemoving(front, diagonal), byAdding(front, diagonal));
			reached[i] = (start == NOWHERE) ? NOWHERE : start + equal(this.x + start, this.y + start - diagonal);
		}
		return new Front(changes, reached);
	}

	private int byRemoving(Front front, int diagonal) {
		int reached = front.at(diagonal - 1);
		return (reached != NOWHERE && this.x + reached < this.before.length) ? reached + 1 : NOWHERE;
	}

	private int byAdding(Front front, int diagonal) {
		int reached = front.at(diagonal + 1);
		return (reached != NOWHERE && this.y + reached - diagonal <= this.after.length) ? reached : NOWHERE;
	}

	private void mark(List<Front> fronts, int end) {
		int diagonal = end;
		for (int i = fronts.size() - 2; i >= 0; i--) {
			Front front = fronts.get(i);
			int removing = byRemoving(front, diagonal);
			int adding = byAdding(front, diagonal);
			if (removing > adding) {
				this.removed.set(this.beforeIndices[this.x + removing - 1]);
				diagonal--;
			}
			else {
				this.added.set(this.afterIndices[this.y + adding - diagonal - 1]);
				diagonal++;
			}
		}
	}

	/**
	 * How far a number of changes leads, counted from where a search began.
	 *
	 * @param changes the number of changes
	 * @param reached how many lines of the first text are passed, for each second
	 * diagonal; a diagonal is by how many lines more than of the second text
	 */
	private record Front(int changes, int[] reached) {

		int at(int diagonal) {
			int index = (diagonal + this.changes) / 2;
			return (diagonal < -this.changes || diagonal > this.changes) ? NOWHERE : this.reached[index];
		}

		/**
		 * Return the diagonal on which most lines of both texts are passed.
		 * @return the diagonal
		 */
		int furthest() {
			int furthest = -this.changes;
			int most = NOWHERE;
			for (int diagonal = -this.changes; diagonal <= this.changes; diagonal += 2) {
				int lines = (at(diagonal) == NOWHERE) ? NOWHERE : 2 * at(diagonal) - diagonal;
				if (lines > most) {
					most = lines;
					furthest = diagonal;
				}
			}
			return furthest;
		}

	}

}
