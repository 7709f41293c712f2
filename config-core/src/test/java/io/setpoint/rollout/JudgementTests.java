package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Guard.Statistic;
import io.setpoint.rollout.GuardVerdict.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Judgement}.
 */
class JudgementTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Guard MEAN = Guard.statistic("latency", "http", Statistic.MEAN, 100).comparedToStable(2);

	private static final Guard WORST = Guard.statistic("latency", "http", Statistic.P99, 5).withMinimumCount(1);

	@ParameterizedTest
	@CsvSource({ "19.9, PASSED", "20, PASSED", "20.1, FAILED" })
	void valueWhenComparedToTheStableSideMayBeThatManyTimesAsLarge(double canary, Outcome outcome) {
		GuardVerdict verdict = judged(MEAN, List.of(member("a", mean(true, canary))),
				List.of(member("b", mean(false, 10))));
		assertThat(verdict.outcome()).isEqualTo(outcome);
	}

	@Test
	void valueWhenAtItsBoundPasses() {
		assertThat(judged(WORST, List.of(member("a", worst(1, 5.0))), List.of()).outcome()).isEqualTo(Outcome.PASSED);
	}

	@Test
	void worstOfAllInstancesCounts() {
		List<FleetMember> canary = List.of(member("a", worst(1, 1.0)), member("b", worst(1, 6.0)),
				member("c", worst(1, 2.0)));
		assertThat(judged(WORST, canary, List.of()).outcome()).isEqualTo(Outcome.FAILED);
	}

	@Test
	void instanceWithoutSamplesSaysNothingOfTheStatistic() {
		List<FleetMember> canary = List.of(member("a", worst(1, 1.0)), member("b", worst(0, null)),
				member("c", worst(0, 9.0)));
		assertThat(judged(WORST, canary, List.of()).outcome()).isEqualTo(Outcome.PASSED);
	}

	@Test
	void instanceWithSamplesThatCannotTellTheStatisticMakesItInconclusive() {
		List<FleetMember> canary = List.of(member("a", worst(1, 1.0)), member("b", worst(1, null)));
		assertThat(judged(WORST, canary, List.of())).isEqualTo(new GuardVerdict("latency", Outcome.INCONCLUSIVE,
				"guard 'latency' has too little to judge by:" + " 2 samples of 1, none of which tells the statistic",
				false));
	}

	@Test
	void healthWhenEveryInstancePassesPasses() {
		List<FleetMember> canary = List.of(member("a", health(Outcome.PASSED)), member("b", health(Outcome.PASSED)));
		assertThat(judged(Guard.health(null), canary, List.of()))
			.isEqualTo(new GuardVerdict("health", Outcome.PASSED, "guard 'health' passes on all of the canary", false));
	}

	@Test
	void healthNamesThoseThatFailAndNobodyElse() {
		List<FleetMember> canary = List.of(member("a", health(Outcome.PASSED)), member("b", health(Outcome.FAILED)),
				member("c", health(null)));
		assertThat(judged(Guard.health(null), canary, List.of()).text())
			.isEqualTo("guard 'health' fails on instance b");
	}

	@Test
	void healthWhenAnInstanceSaysNothingIsInconclusive() {
		List<FleetMember> canary = List.of(member("a", health(Outcome.PASSED)), member("c", health(null)));
		assertThat(judged(Guard.health(null), canary, List.of()).text())
			.isEqualTo("guard 'health' says nothing on instance c");
	}

	private static GuardVerdict judged(Guard guard, List<FleetMember> canary, List<FleetMember> others) {
		Stage stage = Stage.instances(25, Duration.ofMinutes(1)).guardedBy(List.of(guard));
		Plan plan = Plan.of(stage, Stage.instances(100, Duration.ZERO));
		RolloutState state = Transition.of(RolloutState.INITIAL, new Command.Release("v1"), "me", START, null).state();
		state = Transition.of(state, new Command.Start("v2", plan, "salt"), "me", START, null).state();
		state = Transition
			.of(state, new Command.Extend(new Cohort(Set.of("a"), Set.of("a"), List.of(), Map.of())), "me", START, null)
			.state();
		return new Judgement(state, canary, others).of(stage).get(0);
	}

	private static FleetMember member(String id, GuardReading reading) {
		return new FleetMember(id, Map.of(), "v2", null, 1, Verdict.ACCEPTED, null, "salt", 0, List.of(reading), START,
				null);
	}

	private static GuardReading mean(boolean candidate, double mean) {
		return new GuardReading("latency", candidate, 10, mean * 10, null, null);
	}

	private static GuardReading worst(long count, @Nullable Double value) {
		return new GuardReading("latency", true, count, 0, value, null);
	}

	private static GuardReading health(@Nullable Outcome outcome) {
		return new GuardReading("health", true, 1, 0, null, outcome);
	}

}
