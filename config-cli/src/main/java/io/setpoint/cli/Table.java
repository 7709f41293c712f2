package io.setpoint.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, each column as wide as it has to be.
 */
final class Table {

	private static final String GAP = "  ";

	private final List<List<String>> rows = new ArrayList<>();

	Table(String... headings) {
		this.rows.add(List.of(headings));
	}

	Table row(String... cells) {
		this.rows.add(List.of(cells));
		return this;
	}

	List<String> lines(Screen screen) {
		List<String> lines = new ArrayList<>();
		for (List<String> row : this.rows) {
			StringBuilder line = new StringBuilder();
			for (int i = 0; i < row.size(); i++) {
				String cell = row.get(i);
				line.append((i > 0) ? GAP : "").append(cell);
				line.append(" ".repeat((i < row.size() - 1) ? width(i) - cell.length() : 0));
			}
			String fitted = screen.fitted(line.toString().stripTrailing());
			lines.add(lines.isEmpty() ? screen.bold(fitted) : fitted);
		}
		return lines;
	}

	private int width(int column) {
		return this.rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0);
	}

}
