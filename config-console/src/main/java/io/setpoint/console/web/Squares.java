package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.setpoint.console.landscape.Configuration;

import org.springframework.web.util.HtmlUtils;

/**
 * A fleet at a glance.
 *
 * @param shown a square for each instance, what matters most first
 * @param more how many instances are left out
 * @param sentence the same in words
 * @param alarming whether an instance has refused what it should run, or plain keys, or
 * cannot be read
 */
record Squares(List<Square> shown, int more, String sentence, boolean alarming) {

	static Squares of(Configuration configuration, int most) {
		List<Square> all = configuration.members()
			.stream()
			.map((member) -> Square.of(configuration.state(), member))
			.sorted()
			.toList();
		List<Square> shown = (all.size() > most) ? all.subList(0, most) : all;
		return new Squares(shown, all.size() - shown.size(), sentence(all, configuration.unreadable().size()),
				!configuration.unreadable().isEmpty() || (!all.isEmpty() && all.get(0).isAlarming()));
	}

	private static String sentence(List<Square> all, int unreadable) {
		Map<Square.Kind, Integer> counts = new EnumMap<>(Square.Kind.class);
		all.forEach((square) -> counts.merge(square.kind(), 1, Integer::sum));
		List<String> parts = new ArrayList<>();
		counts.forEach((kind, count) -> parts.add(count + " " + kind.word()));
		if (unreadable > 0) {
			parts.add(unreadable + " unreadable");
		}
		int size = all.size() + unreadable;
		String instances = (size == 0) ? "No live instance" : size + ((size == 1) ? " instance" : " instances");
		long waiting = all.stream().filter(Square::waiting).count();
		String sentence = parts.isEmpty() ? instances : instances + ": " + String.join(", ", parts);
		return (waiting == 0) ? sentence
				: sentence + "; " + waiting + ((waiting == 1) ? " has" : " have") + " not taken up plain keys";
	}

	/**
	 * Return the squares as HTML. A page may have a thousand, which a template takes long
	 * for one by one.
	 * @return an element for each square, everything in it escaped
	 */
	public String markup() {
		StringBuilder markup = new StringBuilder();
		for (Square square : this.shown) {
			markup.append("<i class=\"")
				.append(square.style())
				.append("\" title=\"")
				.append(HtmlUtils.htmlEscape(square.title(), "UTF-8"))
				.append("\"></i>");
		}
		return markup.toString();
	}

}
