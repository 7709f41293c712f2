package io.setpoint.schema;

import java.util.Collection;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name that somebody may have meant.
 */
final class Spelling {

	private static final int LONGEST = 100;

	private Spelling() {
	}

	/**
	 * Return the name that is most like another one.
	 * @param written the name as it is written
	 * @param names the names that there are
	 * @return the name, {@code null} if none is like it
	 */
	static @Nullable String nearest(String written, Collection<String> names) {
		String wanted = plain(written);
		String nearest = null;
		int least = Math.min(3, wanted.length() / 3 + 1);
		for (String name : names) {
			int distance = distance(wanted, plain(name), least);
			if (distance < least) {
				least = distance;
				nearest = name;
			}
		}
		return nearest;
	}

	private static String plain(String name) {
		return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Return how many letters have to be added, left out, replaced or exchanged with
	 * their neighbour.
	 * @param from the one word
	 * @param to the other word
	 * @param limit a number that is far enough
	 * @return the number, at most the limit
	 */
	private static int distance(String from, String to, int limit) {
		if (Math.abs(from.length() - to.length()) >= limit || from.length() > LONGEST) {
			return limit;
		}
		int[][] distances = new int[from.length() + 1][to.length() + 1];
		for (int i = 0; i <= from.length(); i++) {
			for (int j = 0; j <= to.length(); j++) {
				distances[i][j] = (i == 0 || j == 0) ? i + j : step(distances, from, to, i, j);
			}
		}
		return distances[from.length()][to.length()];
	}

	private static int step(int[][] distances, String from, String to, int i, int j) {
		int replaced = distances[i - 1][j - 1] + ((from.charAt(i - 1) != to.charAt(j - 1)) ? 1 : 0);
		int least = Math.min(replaced, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
		boolean exchanged = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
				&& from.charAt(i - 2) == to.charAt(j - 1);
		return exchanged ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
	}

}
