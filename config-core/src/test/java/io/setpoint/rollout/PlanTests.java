package io.setpoint.rollout;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.setpoint.rollout.Guard.Kind;
import io.setpoint.rollout.Guard.Statistic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Plan}.
 */
class PlanTests {

	private static final Duration BAKE = Duration.ofMinutes(5);

	private static final Stage ALL = Stage.instances(100, BAKE);

	private static final Map<String, String> VIP = Map.of("tier", "vip");

	private static void assertRefused(String message, Stage... stages) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Plan.of(stages)).withMessage(message);
	}

	private static List<String> shares(Plan plan) {
		return plan.stages().stream().map(Stage::toString).toList();
	}

	@Test
	void stagesWhenTheyGrowAreTaken() {
		Plan plan = Plan.of(Stage.instances(5, BAKE), Stage.instances(30, BAKE), ALL);
		assertThat(shares(plan)).containsExactly("5 % of the instances", "30 % of the instances",
				"100 % of the instances");
		assertThat(plan.approval()).isEqualTo(Approval.NONE);
		assertThat(plan.patience()).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void stagesWhenTheyShrinkAreRefused() {
		assertRefused("Stage 2 shrinks from 30 % to 5 %: whoever is in a stage stays in the next ones",
				Stage.instances(30, BAKE), Stage.instances(5, BAKE), ALL);
	}

	@Test
	void stagesWhenTheyShrinkBeyondOthersAreRefused() {
		assertRefused("Stage 3 shrinks from 30 % to 5 %: whoever is in a stage stays in the next ones",
				Stage.requests(30, BAKE).matching(VIP), Stage.requests(10, BAKE),
				Stage.requests(5, BAKE).matching(Map.of("tier", "vip")), ALL);
	}

	@Test
	void stagesWhenOneIsRepeatedAreRefused() {
		assertRefused("Stage 2 repeats a stage before it (5 % of the instances)", Stage.instances(5, BAKE),
				Stage.instances(5, BAKE.plusMinutes(1)), ALL);
	}

	@Test
	void stagesWhenOneIsRepeatedBeyondOthersAreRefused() {
		assertRefused("Stage 3 repeats a stage before it (5 % of the requests with tier=vip)",
				Stage.requests(5, BAKE).matching(VIP), Stage.requests(5, BAKE), Stage.requests(5, BAKE).matching(VIP),
				ALL);
	}

	@Test
	void stagesOfOthersMayBeSmaller() {
		Plan plan = Plan.of(Stage.requests(30, BAKE).matching(VIP), Stage.requests(5, BAKE), Stage.instances(1, BAKE),
				ALL);
		assertThat(shares(plan)).containsExactly("30 % of the requests with tier=vip", "5 % of the requests",
				"1 % of the instances", "100 % of the instances");
	}

	@Test
	void stageOfMoreThanEverybodyIsRefused() {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Stage.instances(101, BAKE))
			.withMessage("A share of 101 % is out of bounds: use more than 0 and at most 100, in steps of 0.01");
	}

	@Test
	void stagesWhenTheLastLeavesSomebodyOutAreRefused() {
		assertRefused("The last stage leaves somebody out (30 % of the instances): end with 100 % of all",
				Stage.instances(5, BAKE), Stage.instances(30, BAKE));
		assertRefused(
				"The last stage leaves somebody out (100 % of the requests with tier=vip):" + " end with 100 % of all",
				Stage.requests(5, BAKE), Stage.requests(100, BAKE).matching(VIP));
	}

	@Test
	void stagesAfterEverybodyAreRefused() {
		String message = "Stage 1 gives the candidate to everybody already: make it the last";
		assertRefused(message, ALL, Stage.requests(100, BAKE));
		assertRefused(message, ALL, ALL);
	}

	@Test
	void stagesWhenThereIsNoneOrTooManyAreRefused() {
		assertRefused("A plan has from 1 to 50 stages, not 0");
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> new Plan(Collections.nCopies(51, ALL), Approval.NONE, BAKE))
			.withMessage("A plan has from 1 to 50 stages, not 51");
		assertThat(Plan.linear(Scope.INSTANCES, 2, BAKE).stages()).hasSize(50);
	}

	@Test
	void durationsOfAYearAreTaken() {
		Duration year = Duration.ofDays(366);
		Plan plan = new Plan(List.of(Stage.instances(100, year)), Approval.NONE, year);
		assertThat(plan.patience()).isEqualTo(year);
		assertThat(plan.stages()).extracting(Stage::bake).containsExactly(year);
	}

	@Test
	void durationsWhenNegativeAreRefused() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> new Plan(List.of(ALL), Approval.NONE, Duration.ofSeconds(-1)))
			.withMessage("A patience is negative: write one such as 10m, or none");
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> Stage.instances(5, Duration.ofSeconds(-1)))
			.withMessage("A bake time is negative: write one such as 10m, or none");
	}

	@Test
	void durationsThatCannotBeAddedUpAreRefused() {
		Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Stage.instances(100, endless))
			.withMessage("A bake time of 106751991167300d 15h is longer than a year");
		List<Stage> stages = List.of(Stage.instances(100, Duration.ZERO));
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> new Plan(stages, Approval.NONE, endless))
			.withMessage("A patience of 106751991167300d 15h is longer than a year");
	}

	@Test
	void guardsOfAStageWithOneNameAreRefused() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> ALL.guardedBy(List.of(Guard.health(null), Guard.health("readiness"))))
			.withMessage("Two guards of a stage have the same name: give each its own");
	}

	@Test
	void allAtOnceIsOneStage() {
		assertThat(Plan.allAtOnce(BAKE)).isEqualTo(Plan.of(ALL));
	}

	@ParameterizedTest
	@EnumSource
	void linearAddsTheSameEachTime(Scope scope) {
		Plan plan = Plan.linear(scope, 25, BAKE);
		assertThat(plan.stages()).extracting(Stage::share)
			.containsExactly(new Share(2500), new Share(5000), new Share(7500), Share.ALL);
		assertThat(plan.stages()).allMatch((stage) -> stage.scope() == scope && stage.bake().equals(BAKE));
	}

	@Test
	void linearWhenTheShareDoesNotDivideEndsWithEverybody() {
		assertThat(shares(Plan.linear(Scope.REQUESTS, 33.33, BAKE))).containsExactly("33.33 % of the requests",
				"66.66 % of the requests", "99.99 % of the requests", "100 % of the requests");
		assertThat(Plan.linear(Scope.INSTANCES, 100, BAKE)).isEqualTo(Plan.allAtOnce(BAKE));
	}

	@Test
	void linearWhenTheShareIsTinyIsRefused() {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Plan.linear(Scope.REQUESTS, 0.01, BAKE))
			.withMessage("A plan has from 1 to 50 stages, not 10000");
		assertThat(Plan.linear(Scope.REQUESTS, 2, BAKE).stages()).hasSize(50);
	}

	@Test
	void exponentialMultipliesEachTime() {
		assertThat(shares(Plan.exponential(Scope.REQUESTS, 5, 2, BAKE))).containsExactly("5 % of the requests",
				"10 % of the requests", "20 % of the requests", "40 % of the requests", "80 % of the requests",
				"100 % of the requests");
		assertThat(shares(Plan.exponential(Scope.INSTANCES, 1, 10, BAKE))).containsExactly("1 % of the instances",
				"10 % of the instances", "100 % of the instances");
	}

	@Test
	void exponentialWhenTheFactorHasNoBinaryFormTellsTheNearestShare() {
		assertThat(Plan.exponential(Scope.REQUESTS, 1, 1.15, BAKE).stages()).extracting(Stage::share)
			.startsWith(new Share(100), new Share(115), new Share(132), new Share(152))
			.endsWith(Share.ALL);
	}

	@Test
	void exponentialWhenAShareIsNearlyEverybodyEndsWithEverybody() {
		assertThat(Plan.exponential(Scope.REQUESTS, 99.98, 1.0001999, BAKE).stages()).extracting(Stage::share)
			.containsExactly(new Share(9998), Share.ALL);
	}

	@Test
	void exponentialWhenTheFactorIsSmallStillGrows() {
		assertThat(Plan.exponential(Scope.REQUESTS, 0.01, 1.4, BAKE).stages()).extracting(Stage::share)
			.startsWith(new Share(1), new Share(2), new Share(3))
			.endsWith(Share.ALL)
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1, 0.5, 0, -2, Double.NaN })
	void exponentialWhenTheFactorDoesNotGrowIsRefused(double factor) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> Plan.exponential(Scope.REQUESTS, 5, factor, BAKE))
			.withMessage("A factor of " + factor + " does not grow: use more than 1");
	}

	@Test
	void standardIsThePlanOfTheField() {
		Plan plan = Plan.standard(BAKE);
		assertThat(shares(plan)).containsExactly("5 % of the requests with tier=internal",
				"30 % of the requests with tier=vip", "100 % of the requests");
		assertThat(plan.stages()).extracting(Stage::bake).containsOnly(BAKE);
	}

	@Test
	void lastStageWhenAGuardOnlyComparesIsRefused() {
		Guard compared = new Guard("latency", Kind.STATISTIC, "http", Map.of(), Map.of(), Statistic.MEAN, null, 2.0, 0,
				false);
		Plan plan = Plan.of(Stage.instances(5, BAKE).guardedBy(List.of(compared)), ALL);
		assertThat(plan.stages().get(0).guards()).containsExactly(compared);
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> plan.guardedBy(List.of(compared)))
			.withMessage("The guard 'latency' has no stable side to compare with in the last stage, which gives the"
					+ " candidate to everybody: give it a 'max' too, or leave it out there");
	}

	@Test
	void lastStageWhenAGuardComparesAndHasABoundOrIsOnlyReportedIsTaken() {
		Guard bounded = Guard.ratio("errors", "http", Map.of(), 0.1).comparedToStable(2);
		Guard reported = new Guard("latency", Kind.STATISTIC, "http", Map.of(), Map.of(), Statistic.MEAN, null, 2.0, 0,
				true);
		assertThat(Plan.of(ALL).guardedBy(List.of(bounded, reported)).stages().get(0).guards()).containsExactly(bounded,
				reported);
	}

	@Test
	void withApprovalAndGuardedByKeepTheRest() {
		List<Guard> guards = List.of(Guard.health(null));
		Plan plan = new Plan(List.of(Stage.instances(5, BAKE), ALL), Approval.NONE, BAKE)
			.withApproval(Approval.REQUIRED)
			.guardedBy(guards);
		assertThat(plan).isEqualTo(new Plan(List.of(Stage.instances(5, BAKE).guardedBy(guards), ALL.guardedBy(guards)),
				Approval.REQUIRED, BAKE));
	}

}
