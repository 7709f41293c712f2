package io.setpoint.rollout;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.setpoint.rollout.Guard.Kind;
import io.setpoint.rollout.Guard.Statistic;
import io.setpoint.rollout.GuardVerdict.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Judges the guards of a stage over what the instances have measured. What is missing is
 * never taken for good.
 *
 * @param state the state of the rollout
 * @param canary the instances that have the candidate
 * @param fleet all live instances
 */
record Judgement(RolloutState state, List<FleetMember> canary, List<FleetMember> fleet) {

	private static final MathContext ROUGHLY = new MathContext(4);

	List<GuardVerdict> of(Stage stage) {
		return stage.guards().stream().map((guard) -> judge(guard, stage)).toList();
	}

	List<GuardMeasure> measures(Stage stage) {
		return stage.guards().stream().map(this::measure).toList();
	}

	private GuardMeasure measure(Guard guard) {
		List<GuardReading> candidate = readings(guard, this.canary, true);
		List<GuardReading> stable = readings(guard, this.fleet, false);
		return new GuardMeasure(guard.name(), count(candidate), measured(guard, candidate), count(stable),
				measured(guard, stable));
	}

	private static @Nullable Double measured(Guard guard, List<GuardReading> readings) {
		boolean number = guard.kind() == Kind.RATIO || guard.kind() == Kind.STATISTIC;
		return (number && count(readings) > 0) ? value(guard, readings) : null;
	}

	private GuardVerdict judge(Guard guard, Stage stage) {
		String unmeasured = Names.of(this.canary.stream()
			.filter((member) -> readings(guard, List.of(member), true).isEmpty())
			.map(FleetMember::instance)
			.toList());
		List<GuardReading> readings = readings(guard, this.canary, true);
		GuardVerdict verdict = (guard.kind() == Kind.HEALTH || guard.kind() == Kind.CUSTOM) ? byOutcome(guard)
				: byValue(guard, stage, readings);
		if (verdict.outcome() != Outcome.FAILED && (!unmeasured.isEmpty() || readings.isEmpty())) {
			return verdict(guard, Outcome.INCONCLUSIVE, "is not measured yet by instance " + unmeasured);
		}
		return verdict;
	}

	private List<GuardReading> readings(Guard guard, List<FleetMember> members, boolean candidate) {
		return members.stream()
			.filter((member) -> Objects.equals(member.rollout(), this.state.salt())
					&& member.stage() == this.state.stage())
			.flatMap((member) -> member.readings().stream())
			.filter((reading) -> reading.guard().equals(guard.name()) && reading.candidate() == candidate)
			.toList();
	}

	private GuardVerdict byOutcome(Guard guard) {
		for (Outcome outcome : List.of(Outcome.FAILED, Outcome.INCONCLUSIVE)) {
			List<String> instances = new ArrayList<>();
			for (FleetMember member : this.canary) {
				if (readings(guard, List.of(member), true).stream().anyMatch((it) -> says(it, outcome))) {
					instances.add(member.instance());
				}
			}
			if (!instances.isEmpty()) {
				return verdict(guard, outcome, ((outcome == Outcome.FAILED) ? "fails" : "says nothing")
						+ " on instance " + Names.of(instances));
			}
		}
		return verdict(guard, Outcome.PASSED, "passes on all of the canary");
	}

	private static boolean says(GuardReading reading, Outcome outcome) {
		Outcome said = (reading.outcome() != null) ? reading.outcome() : Outcome.INCONCLUSIVE;
		return said == outcome;
	}

	private GuardVerdict byValue(Guard guard, Stage stage, List<GuardReading> readings) {
		long count = count(readings);
		Double value = enough(guard, count) ? value(guard, readings) : null;
		if (value == null) {
			return verdict(guard, Outcome.INCONCLUSIVE, "has too little to judge by: " + samples(count) + " of "
					+ Math.max(guard.minimumCount(), 1) + samplesWithout(guard, count));
		}
		String text = text(value) + " over " + samples(count);
		if (guard.max() != null && value > guard.max()) {
			return verdict(guard, Outcome.FAILED, "is " + text + ", more than " + text(guard.max()));
		}
		if (guard.maxTimesStable() == null || (guard.max() != null && stage.isAll())) {
			return verdict(guard, Outcome.PASSED, "is " + text);
		}
		return compare(guard, value, text, guard.maxTimesStable());
	}

	private static String samplesWithout(Guard guard, long count) {
		return enough(guard, count) ? ", none of which tells the statistic" : "";
	}

	private GuardVerdict compare(Guard guard, double value, String text, double times) {
		List<GuardReading> readings = readings(guard, this.fleet, false);
		long count = count(readings);
		Double stable = enough(guard, count) ? value(guard, readings) : null;
		if (stable == null) {
			return verdict(guard, Outcome.INCONCLUSIVE,
					"is " + text + ", but the stable side has too little to compare it with: " + samples(count));
		}
		boolean good = value <= stable * times;
		return verdict(guard, good ? Outcome.PASSED : Outcome.FAILED,
				"is " + text + ", " + (good ? "at most " : "more than ") + text(times) + " times the " + text(stable)
						+ " of the stable side over " + samples(count));
	}

	private static boolean enough(Guard guard, long count) {
		return count >= Math.max(guard.minimumCount(), 1);
	}

	private static long count(List<GuardReading> readings) {
		return readings.stream().mapToLong(GuardReading::count).sum();
	}

	private static @Nullable Double value(Guard guard, List<GuardReading> readings) {
		if (guard.kind() == Kind.RATIO || guard.statistic() == Statistic.MEAN) {
			return finite(readings.stream().mapToDouble(GuardReading::total).sum() / count(readings));
		}
		List<GuardReading> sampled = readings.stream().filter((reading) -> reading.count() > 0).toList();
		if (sampled.stream().anyMatch((reading) -> reading.value() == null)) {
			return null;
		}
		return finite(sampled.stream()
			.mapToDouble((reading) -> Objects.requireNonNull(reading.value()))
			.max()
			.orElse(Double.NaN));
	}

	private static @Nullable Double finite(double value) {
		return Double.isFinite(value) ? value : null;
	}

	private static String samples(long count) {
		return count + ((count == 1) ? " sample" : " samples");
	}

	private static String text(double value) {
		return (value == 0) ? "0" : new BigDecimal(value, ROUGHLY).stripTrailingZeros().toPlainString();
	}

	private static GuardVerdict verdict(Guard guard, Outcome outcome, String text) {
		return new GuardVerdict(guard.name(), outcome, "guard '" + guard.name() + "' " + text, guard.dryRun());
	}

}
