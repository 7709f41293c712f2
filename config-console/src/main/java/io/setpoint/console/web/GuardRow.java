package io.setpoint.console.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReport;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A guard of the current stage.
 *
 * @param name its name
 * @param measure what it looks at
 * @param bound what is good
 * @param says what it says, in words
 * @param outcome the judgement
 * @param dryRun whether it is only reported
 */
record GuardRow(String name, String measure, String bound, String says, String outcome, boolean dryRun) {

	static List<GuardRow> of(Configuration configuration) {
		Stage stage = configuration.state().currentStage();
		if (stage == null) {
			return List.of();
		}
		Map<String, GuardVerdict> verdicts = GuardReport.of(configuration.state(), configuration.members())
			.stream()
			.collect(Collectors.toMap(GuardVerdict::guard, Function.identity()));
		return stage.guards().stream().map((guard) -> of(guard, verdicts.get(guard.name()))).toList();
	}

	private static GuardRow of(Guard guard, @Nullable GuardVerdict verdict) {
		String prefix = "guard '" + guard.name() + "' ";
		String text = (verdict != null) ? verdict.text() : "is not measured in this phase";
		String says = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
		String outcome = (verdict != null) ? verdict.outcome().name().toLowerCase(Locale.ROOT) : "inconclusive";
		return new GuardRow(guard.name(), measure(guard), bound(guard), says, outcome, guard.dryRun());
	}

	private static String measure(Guard guard) {
		return switch (guard.kind()) {
			case HEALTH -> (guard.meter() != null) ? "health group " + guard.meter() : "health";
			case CUSTOM -> "bean " + guard.meter();
			case RATIO -> "share of " + guard.meter() + " " + guard.tags();
			case STATISTIC -> String.valueOf(guard.statistic()).toLowerCase(Locale.ROOT) + " of " + guard.meter();
		};
	}

	private static String bound(Guard guard) {
		String max = (guard.max() != null) ? "at most " + guard.max() : "";
		String times = (guard.maxTimesStable() != null) ? "at most " + guard.maxTimesStable() + " × stable" : "";
		return (max.isEmpty() || times.isEmpty()) ? max + times : max + ", " + times;
	}

}
