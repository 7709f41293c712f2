package io.setpoint.console.web;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.GuardCourses;
import io.setpoint.console.landscape.GuardCourses.Point;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardMeasure;
import io.setpoint.rollout.GuardReport;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.Stage;
import io.setpoint.text.Pairs;
import org.jspecify.annotations.Nullable;

/**
 * A guard of the current stage.
 *
 * @param name its name
 * @param measure what it looks at
 * @param bound what is good
 * @param candidate what the canary has, or {@code null}
 * @param stable what the stable side has, or {@code null}
 * @param chart how that has developed, as markup, may be empty
 * @param says what it says, in words
 * @param outcome the judgement
 * @param dryRun whether it is only reported
 */
record GuardRow(String name, String measure, String bound, @Nullable String candidate, @Nullable String stable,
		String chart, String says, String outcome, boolean dryRun) {

	private static final MathContext ROUGHLY = new MathContext(3);

	static List<GuardRow> of(Configuration configuration, GuardCourses courses, long now) {
		Stage stage = configuration.state().currentStage();
		if (stage == null) {
			return List.of();
		}
		Map<String, GuardVerdict> verdicts = GuardReport.of(configuration.state(), configuration.members())
			.stream()
			.collect(Collectors.toMap(GuardVerdict::guard, Function.identity()));
		Map<String, GuardMeasure> measures = GuardReport.measures(configuration.state(), configuration.members())
			.stream()
			.collect(Collectors.toMap(GuardMeasure::guard, Function.identity()));
		return stage.guards().stream().map((guard) -> {
			GuardMeasure measure = measures.get(guard.name());
			List<Point> points = points(courses.points(configuration, guard.name()), measure, now);
			return of(guard, verdicts.get(guard.name()), measure, points);
		}).toList();
	}

	private static List<Point> points(List<Point> before, @Nullable GuardMeasure measure, long now) {
		List<Point> points = new ArrayList<>(before);
		if (measure != null && measure.candidate() != null) {
			points.add(new Point(now, measure.candidate(), measure.stable()));
		}
		return points;
	}

	private static GuardRow of(Guard guard, @Nullable GuardVerdict verdict, @Nullable GuardMeasure measure,
			List<Point> points) {
		String prefix = "guard '" + guard.name() + "' ";
		String text = (verdict != null) ? verdict.text() : "is not measured in this phase";
		String says = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
		String outcome = (verdict != null) ? verdict.outcome().name().toLowerCase(Locale.ROOT) : "inconclusive";
		return new GuardRow(guard.name(), measure(guard), bound(guard),
				(measure != null) ? number(measure.candidate()) : null,
				(measure != null) ? number(measure.stable()) : null,
				Sparkline.markup(guard.name(), points, guard.max()), says, outcome, guard.dryRun());
	}

	private static @Nullable String number(@Nullable Double value) {
		if (value == null) {
			return null;
		}
		return (value == 0) ? "0" : new BigDecimal(value, ROUGHLY).stripTrailingZeros().toPlainString();
	}

	/**
	 * Return what a guard watches, in words.
	 * @param guard the guard
	 * @return its name, what it looks at and what is good
	 */
	static String words(Guard guard) {
		String words = guard.name() + " (" + measure(guard) + " " + bound(guard) + ")";
		return guard.dryRun() ? words + ", only reported" : words;
	}

	private static String measure(Guard guard) {
		return switch (guard.kind()) {
			case HEALTH -> (guard.meter() != null) ? "health group " + guard.meter() : "health";
			case CUSTOM -> "bean " + guard.meter();
			case RATIO -> "share of " + guard.meter() + Pairs.with(guard.tags());
			case STATISTIC -> String.valueOf(guard.statistic()).toLowerCase(Locale.ROOT) + " of " + guard.meter();
		};
	}

	private static String bound(Guard guard) {
		if (guard.kind() == Guard.Kind.HEALTH) {
			return "UP";
		}
		String max = (guard.max() != null) ? "at most " + number(guard.max()) : "";
		String times = (guard.maxTimesStable() != null) ? "at most " + number(guard.maxTimesStable()) + " × stable"
				: "";
		return (max.isEmpty() || times.isEmpty()) ? max + times : max + ", " + times;
	}

}
