package io.setpoint.console.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.setpoint.console.landscape.GuardCourses.Point;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.HtmlUtils;

/**
 * A small chart of what a guard has measured, as SVG that needs no script and no style of
 * its own.
 */
final class Sparkline {

	private static final double WIDTH = 160;

	private static final double HEIGHT = 36;

	private static final double MARGIN = 3;

	private final List<Point> points;

	private final double top;

	private final @Nullable Double bound;

	private Sparkline(List<Point> points, @Nullable Double bound) {
		this.points = points;
		this.bound = bound;
		double highest = (bound != null) ? bound : 0;
		for (Point point : points) {
			highest = Math.max(highest, Math.max(point.candidate(), (point.stable() != null) ? point.stable() : 0));
		}
		this.top = (highest > 0) ? highest * 1.1 : 1;
	}

	/**
	 * Draw a chart.
	 * @param name what it is about
	 * @param points the points, oldest first
	 * @param bound the largest value that is good, {@code null} without one
	 * @return the markup, empty without points
	 */
	static String markup(String name, List<Point> points, @Nullable Double bound) {
		return points.isEmpty() ? "" : new Sparkline(points, bound).draw(name);
	}

	private String draw(String name) {
		Duration shown = Duration.ofNanos(this.points.get(this.points.size() - 1).at() - this.points.get(0).at());
		String label = HtmlUtils.htmlEscape(name + ", the last " + Times.text(shown), "UTF-8");
		StringBuilder svg = new StringBuilder("<svg class=\"spark\" role=\"img\" viewBox=\"0 0 160 36\" width=\"160\""
				+ " height=\"36\" aria-label=\"" + label + "\">");
		if (this.bound != null) {
			svg.append(String.format(Locale.ROOT, "<path class=\"bound\" d=\"M0 %.1fH160\"/>", y(this.bound)));
		}
		svg.append(line("stable", Point::stable)).append(line("candidate", Point::candidate));
		Point last = this.points.get(this.points.size() - 1);
		return svg
			.append(String.format(Locale.ROOT, "<circle class=\"candidate\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/></svg>",
					x(last), y(last.candidate())))
			.toString();
	}

	private String line(String style, Function<Point, @Nullable Double> value) {
		StringBuilder path = new StringBuilder();
		for (Point point : this.points) {
			Double at = value.apply(point);
			if (at != null) {
				path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(point), y(at)));
			}
		}
		return path.isEmpty() ? "" : "<path class=\"" + style + "\" d=\"" + path + "\"/>";
	}

	private double x(Point point) {
		long first = this.points.get(0).at();
		long span = this.points.get(this.points.size() - 1).at() - first;
		double share = (span > 0) ? (double) (point.at() - first) / span : 1;
		return MARGIN + share * (WIDTH - 2 * MARGIN);
	}

	private double y(double value) {
		return HEIGHT - MARGIN - Math.max(0, value) / this.top * (HEIGHT - 2 * MARGIN);
	}

}
