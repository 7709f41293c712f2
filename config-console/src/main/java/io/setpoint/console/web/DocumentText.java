package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of a document, line by line.
 *
 * @param lines its lines as they are written, without their ends
 * @param shown the same lines as they may be seen
 * @param breaks by what the lines end
 * @param ended whether the last line has an end as well
 */
record DocumentText(List<String> lines, List<String> shown, String breaks, boolean ended) {

	private static final Pattern BREAK = Pattern.compile("\r\n|\n|\r");

	/**
	 * Take a document apart.
	 * @param document the document
	 * @param shown its lines as they may be seen
	 * @return its lines
	 */
	static DocumentText of(String document, List<String> shown) {
		return new DocumentText(lines(document), shown, breaks(document), isEnded(document));
	}

	static List<String> lines(String text) {
		if (text.isEmpty()) {
			return List.of();
		}
		List<String> lines = List.of(BREAK.split(text, -1));
		return isEnded(text) ? lines.subList(0, lines.size() - 1) : lines;
	}

	private static boolean isEnded(String text) {
		return text.isEmpty() || text.endsWith("\n") || text.endsWith("\r");
	}

	private static String breaks(String document) {
		boolean windows = document.contains("\r\n");
		String others = document.replace("\r\n", "");
		boolean unix = others.contains("\n");
		boolean old = others.contains("\r");
		if (windows) {
			return (unix || old) ? "CRLF and others" : "CRLF";
		}
		return old ? (unix ? "LF and CR" : "CR") : "LF";
	}

	/**
	 * Return in what the text differs from another one besides its lines.
	 * @param after the other text
	 * @param from what this one is called
	 * @param to what the other one is called
	 * @return a sentence for each difference
	 */
	List<String> remarks(DocumentText after, String from, String to) {
		List<String> remarks = new ArrayList<>();
		if (!this.breaks.equals(after.breaks)) {
			remarks.add(
					"Lines end with " + this.breaks + " in " + from + ", and with " + after.breaks + " in " + to + ".");
		}
		if (this.ended != after.ended) {
			remarks.add("The last line of " + (this.ended ? to : from) + " has no end.");
		}
		return remarks;
	}

}
