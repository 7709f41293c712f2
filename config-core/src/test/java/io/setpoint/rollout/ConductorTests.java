package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.instance.Identity;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Guard.Statistic;
import io.setpoint.rollout.GuardVerdict.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Conductor}.
 */
class ConductorTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration BAKE = Duration.ofMinutes(1);

	private static final long REVISION = 7;

	private static final Guard ERRORS = Guard.ratio("errors", "http", Map.of("outcome", "SERVER_ERROR"), 0.1);

	private final List<String> live = new ArrayList<>(List.of("a", "b", "c", "d"));

	private final List<String> canary = new ArrayList<>(List.of("a"));

	private Verdict verdict = Verdict.ACCEPTED;

	private long revision = REVISION;

	private String version = "v2";

	private Set<String> goodbyes = Set.of();

	private Map<String, String> expected = Map.of();

	private Map<String, String> incarnations = Map.of();

	private boolean settled = true;

	private List<GuardReading> candidate = List.of();

	private List<GuardReading> stable = List.of();

	private List<Guard> guards = List.of();

	private String measured = "salt";

	private RolloutState state(Stage stage) {
		RolloutState state = Transition.of(RolloutState.INITIAL, new Command.Release("v1"), "me", START, null).state();
		Plan plan = Plan.of(stage, Stage.instances(100, BAKE));
		state = Transition.of(state, new Command.Start("v2", plan, "salt"), "me", START, null).state();
		Cohort cohort = new Cohort(Set.copyOf(this.canary), Set.copyOf(this.canary), List.of(), this.expected);
		return Transition.of(state, new Command.Extend(cohort), "me", START, null).state();
	}

	private FleetMember member(String id) {
		boolean in = this.canary.contains(id);
		return new FleetMember(id, Map.of(), in ? this.version : "v1", null, in ? this.revision : REVISION,
				in ? this.verdict : Verdict.ACCEPTED,
				(in && this.verdict == Verdict.REFUSED) ? "discount: too large" : null, this.measured, 0,
				in ? this.candidate : this.stable, START, this.incarnations.get(id));
	}

	private Decision decide(Duration after) {
		return Conductor.decide(state(Stage.instances(25, BAKE).guardedBy(this.guards)), REVISION,
				new Fleet(this.live.stream().map(this::member).toList(), this.goodbyes, this.settled), after);
	}

	private void assertHolds(Duration after, String reason) {
		Decision decision = decide(after);
		assertThat(decision.command()).isNull();
		assertThat(decision.reason()).isEqualTo(reason);
	}

	private void assertCommands(Duration after, Command command, String reason) {
		Decision decision = decide(after);
		assertThat(decision.command()).isEqualTo(command);
		assertThat(decision.reason()).isEqualTo(reason);
	}

	private static GuardReading reading(String guard, boolean candidate, long count, double total,
			@Nullable Double value) {
		return new GuardReading(guard, candidate, count, total, value, null);
	}

	private void errors(long count, double bad) {
		this.guards = List.of(ERRORS);
		this.candidate = List.of(reading("errors", true, count, bad, null));
	}

	@Test
	void decideBeforeTheBakeIsOverHolds() {
		assertHolds(Duration.ofSeconds(20), "stage 1 of 2 bakes for another 40s");
	}

	@Test
	void decideWhenBakedWithoutGuardsPromotes() {
		assertCommands(BAKE, new Command.Promote(), "stage 1 of 2 (25 % of the instances) has baked for 1m");
	}

	@Test
	void decideWhenAnExpectedInstanceIsGoneRollsBack() {
		this.live.remove("a");
		assertCommands(Duration.ZERO, new Command.Rollback(null), "instance a vanished");
	}

	@Test
	void decideWhenAnExpectedInstanceIsGoneBeforeTheFleetHasSettledHolds() {
		this.live.remove("a");
		this.settled = false;
		assertHolds(BAKE, "Waiting for instance a to come back");
	}

	@Test
	void decideWhenAnExpectedInstanceHasSaidGoodbyeExtends() {
		this.live.remove("a");
		this.goodbyes = Set.of("a");
		Decision decision = decide(Duration.ZERO);
		assertThat(decision.command()).isInstanceOfSatisfying(Command.Extend.class,
				(extend) -> assertThat(extend.cohort().expected()).hasSize(1).doesNotContain("a"));
	}

	@ParameterizedTest
	@CsvSource({ "first, '', false", "first, 'b/second', false", "first, a/second, false", "first, a/first, true",
			"first, a, true", "second, '', true", ", '', true" })
	void decideWhenAnotherProcessHasTheIdGoesByTheGoodbyeOfTheOneBefore(@Nullable String expected, String goodbye,
			boolean clean) {
		this.expected = (expected != null) ? Map.of("a", expected) : Map.of();
		this.incarnations = Map.of("a", "second");
		this.goodbyes = Set.of(goodbye);
		this.settled = false;
		Decision decision = decide(Duration.ZERO);
		if (!clean) {
			assertThat(decision.command()).isEqualTo(new Command.Rollback(null));
			assertThat(decision.reason()).isEqualTo("instance a crashed and came back");
		}
		else if ("second".equals(expected)) {
			assertThat(decision.command()).isNull();
		}
		else {
			assertThat(decision.command()).isInstanceOfSatisfying(Command.Extend.class,
					(extend) -> assertThat(extend.cohort().incarnations()).isEqualTo(this.incarnations));
		}
	}

	@ParameterizedTest
	@CsvSource({ "a/first, true", "a/second, false", "a, true" })
	void decideWhenAnExpectedProcessIsGoneGoesByItsOwnGoodbye(String goodbye, boolean clean) {
		this.expected = Map.of("a", "first");
		this.live.remove("a");
		this.goodbyes = Set.of(goodbye);
		assertThat(decide(Duration.ZERO).command() instanceof Command.Extend).isEqualTo(clean);
	}

	@Test
	void decideWhenAnOtherInstanceIsGoneHolds() {
		this.live.remove("b");
		assertThat(decide(Duration.ZERO).command()).isNull();
	}

	@Test
	void decideWhenTheFleetHasGrownExtends() {
		this.live.addAll(List.of("e", "f"));
		assertThat(decide(Duration.ZERO).command()).isInstanceOfSatisfying(Command.Extend.class,
				(extend) -> assertThat(extend.cohort().instances()).hasSize(2).contains("a"));
	}

	@Test
	void decideWhenTheCanaryRefusesRollsBackWithItsReason() {
		this.verdict = Verdict.REFUSED;
		assertCommands(Duration.ZERO, new Command.Rollback(null), "instance a refused 'v2': discount: too large");
	}

	@Test
	void decideWhenARefusalIsOfAnEarlierStateHolds() {
		this.verdict = Verdict.REFUSED;
		this.revision = REVISION - 1;
		assertHolds(BAKE, "not followed yet by instance a");
	}

	@Test
	void decideWhenTheCanaryHasNotFollowedForLongerThanPatiencePauses() {
		this.version = "v1";
		this.revision = REVISION - 1;
		assertHolds(BAKE.plus(Plan.DEFAULT_PATIENCE), "not followed yet by instance a");
		assertCommands(BAKE.plus(Plan.DEFAULT_PATIENCE).plusSeconds(1), new Command.Pause(),
				"stage 1 of 2 has come to nothing: not followed yet by instance a");
	}

	@Test
	void decideWhenTheCanaryHasRunTheCandidateSinceAnEarlierStateOfTheRolloutPromotes() {
		this.revision = REVISION - 1;
		assertThat(decide(BAKE).command()).isEqualTo(new Command.Promote());
	}

	@Test
	void decideWhenTheCanaryHasRunTheCandidateInAnEarlierRolloutHolds() {
		this.revision = REVISION - 1;
		this.measured = "an earlier salt";
		assertHolds(BAKE, "not followed yet by instance a");
	}

	@Test
	void decideWhenAGuardFailsRollsBackAtOnce() {
		errors(20, 3);
		assertCommands(Duration.ZERO, new Command.Rollback(null),
				"guard 'errors' is 0.15 over 20 samples, more than 0.1");
	}

	@Test
	void decideWhenOnlyADryRunFailsPromotes() {
		errors(20, 3);
		this.guards = List.of(ERRORS.asDryRun());
		Decision decision = decide(BAKE);
		assertThat(decision.command()).isEqualTo(new Command.Promote());
		assertThat(decision.reason()).isEqualTo("stage 1 of 2 (25 % of the instances) has baked for 1m");
		assertThat(decision.guards()).extracting(GuardVerdict::outcome).containsExactly(Outcome.FAILED);
	}

	@Test
	void decideWhenADryRunFailsBesideAGuardThatPassesNamesTheOneThatPasses() {
		errors(20, 2);
		this.guards = List.of(ERRORS, Guard.ratio("strict", "http", Map.of("outcome", "SERVER_ERROR"), 0).asDryRun());
		this.candidate = List.of(reading("errors", true, 20, 2, null), reading("strict", true, 20, 2, null));
		assertCommands(BAKE, new Command.Promote(),
				"stage 1 of 2 (25 % of the instances) has baked for 1m, guards passed: errors");
	}

	@Test
	void decideWhenThereIsNobodyHolds() {
		this.live.clear();
		this.canary.clear();
		assertHolds(BAKE, "no live instance is to have the candidate");
	}

	@Test
	void decideWhenAGuardPassesPromotes() {
		errors(20, 2);
		assertCommands(BAKE, new Command.Promote(),
				"stage 1 of 2 (25 % of the instances) has baked for 1m, guards passed: errors");
	}

	@Test
	void decideWhenThereIsTooLittleToJudgeByHoldsAndThenPauses() {
		errors(9, 9);
		String reason = "guard 'errors' has too little to judge by: 9 samples of 10";
		assertHolds(BAKE, reason);
		assertCommands(BAKE.plus(Plan.DEFAULT_PATIENCE).plusSeconds(1), new Command.Pause(),
				"stage 1 of 2 has come to nothing: " + reason);
	}

	@Test
	void decideWhenNothingIsMeasuredHolds() {
		this.guards = List.of(ERRORS.withMinimumCount(0), Guard.health(null));
		Decision decision = decide(BAKE);
		assertThat(decision.command()).isNull();
		assertThat(decision.guards()).extracting(GuardVerdict::outcome)
			.containsExactly(Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE);
	}

	@Test
	void decideWhenReadingsAreOfAnotherRolloutHolds() {
		errors(20, 20);
		this.measured = "other";
		assertHolds(BAKE, "guard 'errors' is not measured yet by instance a");
	}

	@Test
	void decideWhenHealthIsDownRollsBack() {
		this.guards = List.of(Guard.health(null));
		this.candidate = List.of(new GuardReading("health", true, 1, 0, null, Outcome.FAILED));
		assertCommands(Duration.ZERO, new Command.Rollback(null), "guard 'health' fails on instance a");
	}

	@Test
	void decideWhenTheCanaryIsWorseThanTheStableSideRollsBack() {
		this.guards = List.of(Guard.statistic("latency", "http", Statistic.MEAN, 5).comparedToStable(2));
		this.candidate = List.of(reading("latency", true, 10, 10, null));
		this.stable = List.of(reading("latency", false, 10, 4, null));
		assertCommands(Duration.ZERO, new Command.Rollback(null),
				"guard 'latency' is 1 over 10 samples, more than 2 times the 0.4 of the stable side over 30 samples");
	}

	@Test
	void decideWhenTheStableSideHasTooLittleHolds() {
		this.guards = List.of(Guard.statistic("latency", "http", Statistic.MEAN, 5).comparedToStable(2));
		this.candidate = List.of(reading("latency", true, 10, 10, null));
		assertHolds(BAKE,
				"guard 'latency' is 1 over 10 samples, but the stable side has too little to compare it with: 0 samples");
	}

	@Test
	void decideWhenNobodyIsLeftToCompareWithHoldsAndThenPauses() {
		this.live.retainAll(List.of("a"));
		this.guards = List.of(Guard.statistic("latency", "http", Statistic.MEAN, 5).comparedToStable(2));
		this.candidate = List.of(reading("latency", true, 10, 10, null));
		String reason = "guard 'latency' is 1 over 10 samples, but the stable side has too little to compare it"
				+ " with: 0 samples";
		assertHolds(BAKE, reason);
		assertCommands(BAKE.plus(Plan.DEFAULT_PATIENCE).plusSeconds(1), new Command.Pause(),
				"stage 1 of 2 has come to nothing: " + reason);
	}

	@ParameterizedTest
	@CsvSource({ "50, Promote", "51, Rollback" })
	void decideInTheLastStageGoesByTheAbsoluteBound(double total, String command) {
		Guard guard = Guard.statistic("latency", "http", Statistic.MEAN, 5).comparedToStable(2);
		RolloutState state = Transition
			.of(RolloutState.INITIAL,
					new Command.Start("v2", Plan.of(Stage.instances(100, BAKE).guardedBy(List.of(guard))), "salt"),
					"me", START, null)
			.state();
		state = Transition
			.of(state,
					new Command.Extend(
							state.cohort().filled(state.stagesSoFar(), List.of(new Identity("a", Map.of())), "salt")),
					"me", START, null)
			.state();
		this.candidate = List.of(reading("latency", true, 10, total, null));
		Decision decision = Conductor.decide(state, REVISION, new Fleet(List.of(member("a")), Set.of(), true), BAKE);
		assertThat(decision.command()).extracting((it) -> it.getClass().getSimpleName()).isEqualTo(command);
	}

	@Test
	void decideWhenAPercentileIsNotToldHolds() {
		this.guards = List.of(Guard.statistic("latency", "http", Statistic.P99, 5));
		this.candidate = List.of(reading("latency", true, 10, 10, null));
		assertThat(decide(BAKE).command()).isNull();
	}

	@Test
	void decideWhenNotRunningHolds() {
		Fleet fleet = new Fleet(List.of(), Set.of(), true);
		RolloutState paused = Transition.of(state(Stage.instances(25, BAKE)), new Command.Pause(), "me", START, null)
			.state();
		assertThat(Conductor.decide(paused, REVISION, fleet, Duration.ZERO).command()).isNull();
		assertThat(Conductor.decide(RolloutState.INITIAL, 0, fleet, Duration.ZERO).command()).isNull();
	}

	@Test
	void whatIsSaidOfALargeFleetStaysShort() {
		this.live.clear();
		this.canary.clear();
		for (int i = 0; i < 5000; i++) {
			this.live.add("instance-%04d".formatted(i));
			this.canary.add("instance-%04d".formatted(i));
		}
		this.guards = List.of(Guard.custom("mute").asDryRun());
		Decision promoted = decide(BAKE);
		assertThat(promoted.guards()).singleElement()
			.satisfies((verdict) -> assertThat(verdict.text()).contains("instance-0009 and 4990 more")
				.hasSizeLessThan(300));
		this.guards = List.of(Guard.custom("mute"));
		assertThat(decide(BAKE).reason()).contains("instance-0009 and 4990 more").hasSizeLessThan(300);
		this.measured = "another";
		this.version = "v1";
		this.revision = REVISION - 1;
		assertThat(decide(BAKE).reason()).contains("instance-0009 and 4990 more").hasSizeLessThan(300);
		this.live.clear();
		assertThat(decide(BAKE).reason()).endsWith("instance-0009 and 4990 more vanished").hasSizeLessThan(300);
	}

}
