package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.GuardVerdict.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GuardReport}.
 */
class GuardReportTests {

	private static final Plan PLAN = Plan
		.of(Stage.instances(50, Duration.ofMinutes(1)), Stage.instances(100, Duration.ofMinutes(1)))
		.guardedBy(List.of(Guard.ratio("errors", "http", Map.of("outcome", "SERVER_ERROR"), 0.1)));

	private static final List<FleetMember> FLEET = List.of(member("b", "v1", reading(false, 40, 4)),
			member("a", "v2", reading(true, 20, 10)));

	private static GuardReading reading(boolean candidate, long count, double total) {
		return new GuardReading("errors", candidate, count, total, null, null);
	}

	private static FleetMember member(String id, String version, GuardReading reading) {
		return new FleetMember(id, Map.of(), version, null, 7, Verdict.ACCEPTED, null, "salt", 0, List.of(reading),
				Instant.EPOCH, null);
	}

	private static RolloutState after(RolloutState before, Command command) {
		return Transition.of(before, command, "ann", Instant.EPOCH, null).state();
	}

	private static RolloutState state(Plan plan) {
		RolloutState stable = after(RolloutState.INITIAL, new Command.Release("v1"));
		return after(stable, new Command.Start("v2", plan, "salt"));
	}

	private static RolloutState running() {
		return after(state(PLAN), new Command.Extend(new Cohort(Set.of("a"), Set.of("a", "gone"), List.of())));
	}

	@Test
	void guardsAreJudgedByTheCanaryWhileTheCandidateIsThere() {
		assertThat(GuardReport.of(running(), FLEET)).singleElement()
			.extracting(GuardVerdict::outcome)
			.isEqualTo(Outcome.FAILED);
		assertThat(GuardReport.of(after(running(), new Command.Pause()), FLEET)).hasSize(1);
	}

	@Test
	void measuresAreThoseOfBothSides() {
		assertThat(GuardReport.measures(running(), FLEET)).singleElement().satisfies((measure) -> {
			assertThat(measure.guard()).isEqualTo("errors");
			assertThat(measure.samples()).isEqualTo(20);
			assertThat(measure.candidate()).isEqualTo(0.5);
			assertThat(measure.stableSamples()).isEqualTo(40);
			assertThat(measure.stable()).isEqualTo(0.1);
		});
	}

	@Test
	void nothingIsJudgedWhereNobodyHasTheCandidate() {
		for (RolloutState state : List.of(RolloutState.INITIAL, state(PLAN.withApproval(Approval.REQUIRED)),
				after(running(), new Command.Abort()))) {
			assertThat(GuardReport.of(state, FLEET)).isEmpty();
			assertThat(GuardReport.measures(state, FLEET)).isEmpty();
		}
	}

}
