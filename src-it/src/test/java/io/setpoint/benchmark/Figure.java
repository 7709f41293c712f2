package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table.
 *
 * @param what what was measured
 * @param setpoint the figure
 * @param baselineName what it is compared with
 * @param baseline its figure
 * @param unit the unit of both
 * @param bar what is asked for, in words
 * @param met whether the bar is met
 */
record Figure(String what, double setpoint, String baselineName, double baseline, String unit, String bar,
		boolean met) {

	static Figure ratio(String what, double setpoint, String baselineName, double baseline, String unit, double bar) {
		return new Figure(what, setpoint, baselineName, baseline, unit, "≤ %s ×".formatted(number(bar)),
				setpoint / baseline <= bar);
	}

	static Figure limit(String what, double setpoint, String baselineName, double baseline, String unit, double bar) {
		return new Figure(what, setpoint, baselineName, baseline, unit, "≤ %s %s".formatted(number(bar), unit),
				setpoint <= bar);
	}

	static Figure difference(String what, double setpoint, String baselineName, double baseline, String unit,
			@Nullable Double bar) {
		String label = "%s: %s %s more".formatted(what, number(setpoint - baseline), unit);
		return (bar != null) ? new Figure(label, setpoint, baselineName, baseline, unit,
				"≤ %s %s more".formatted(number(bar), unit), setpoint - baseline <= bar)
				: comparison(label, setpoint, baselineName, baseline, unit);
	}

	/**
	 * Compare measurements that were made in pairs: the median of the differences counts.
	 */
	static Figure paired(String what, List<Double> setpoint, String baselineName, List<Double> baseline, String unit,
			@Nullable Double bar) {
		List<Double> differences = new ArrayList<>();
		for (int i = 0; i < baseline.size(); i++) {
			differences.add(setpoint.get(i) - baseline.get(i));
		}
		double base = Samples.median(baseline);
		return difference(what, base + Samples.median(differences), baselineName, base, unit, bar);
	}

	static Figure comparison(String what, double setpoint, String baselineName, double baseline, String unit) {
		return new Figure(what, setpoint, baselineName, baseline, unit, "", true);
	}

	String row() {
		return "| %s | %s %s | %s: %s %s | %s | %s | %s |".formatted(this.what, number(this.setpoint), this.unit,
				this.baselineName, number(this.baseline), this.unit,
				(this.baseline != 0) ? number(this.setpoint / this.baseline) : "", this.bar,
				this.bar.isEmpty() ? "" : this.met ? "yes" : "**no**");
	}

	static String number(double value) {
		double size = Math.abs(value);
		String format = (size >= 100) ? "%.0f" : (size >= 10) ? "%.1f" : "%.2f";
		return String.format(Locale.ROOT, format, value);
	}

}
