package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.setpoint.instance.Identity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Transition}.
 */
class TransitionTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant LATER = START.plusSeconds(60);

	private static final Plan PLAN = Plan.of(Stage.instances(25, Duration.ofMinutes(5)),
			Stage.requests(30, Duration.ofMinutes(5)), Stage.instances(100, Duration.ofMinutes(5)));

	private static final Cohort CANARY = new Cohort(Set.of("a"), Set.of("a"), List.of());

	/**
	 * A configuration whose stable version is {@code v1}, and was {@code v0} before, with
	 * a rollout of {@code v2} in the given phase; {@code NONE} without any rollout.
	 */
	private static RolloutState state(String phase) {
		RolloutState stable = after(after(RolloutState.INITIAL, new Command.Release("v0")), new Command.Release("v1"));
		return switch (phase) {
			case "INITIAL" -> RolloutState.INITIAL;
			case "PROPOSED" -> after(stable, start(PLAN.withApproval(Approval.REQUIRED)));
			case "RUNNING" -> running(stable);
			case "PAUSED" -> after(running(stable), new Command.Pause());
			case "COMPLETED" -> Stream.<Command>generate(Command.Promote::new)
				.limit(3)
				.reduce(running(stable), TransitionTests::after, (former, latter) -> latter);
			case "ABORTED" -> after(running(stable), new Command.Abort());
			case "ROLLED_BACK" -> after(running(stable), new Command.Rollback(null));
			default -> throw new IllegalArgumentException(phase);
		};
	}

	private static RolloutState running(RolloutState stable) {
		return after(after(stable, start(PLAN)), new Command.Extend(CANARY));
	}

	private static Command.Start start(Plan plan) {
		return new Command.Start("v2", plan, "salt");
	}

	private static Command command(String action) {
		return switch (action) {
			case "start" -> new Command.Start("v3", PLAN, "pepper");
			case "start again" -> start(PLAN);
			case "start stable" -> new Command.Start("v1", PLAN, "pepper");
			case "approve" -> new Command.Approve();
			case "pause" -> new Command.Pause();
			case "resume" -> new Command.Resume();
			case "promote" -> new Command.Promote();
			case "extend" -> new Command.Extend(new Cohort(Set.of("a", "b"), Set.of("a", "b"), List.of()));
			case "extend to less" -> new Command.Extend(new Cohort(Set.of("b"), Set.of("b"), List.of()));
			case "abort" -> new Command.Abort();
			case "rollback" -> new Command.Rollback(null);
			case "rollback to v0" -> new Command.Rollback("v0");
			case "rollback to v1" -> new Command.Rollback("v1");
			case "rollback to v2" -> new Command.Rollback("v2");
			case "release v9" -> new Command.Release("v9");
			case "release v1" -> new Command.Release("v1");
			default -> throw new IllegalArgumentException(action);
		};
	}

	private static RolloutState after(RolloutState before, Command command) {
		return Transition.of(before, command, "ann", START, null).state();
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(nullValues = "-", value = {
	// @formatter:off
			"INITIAL,     start,          RUNNING,     -,  -,  v3",
			"INITIAL,     release v9,     COMPLETED,   v9, -,  v9",
			"INITIAL,     rollback to v0, ROLLED_BACK, v0, -,  v0",
			"PROPOSED,    approve,        RUNNING,     v1, v0, v2",
			"PROPOSED,    abort,          ABORTED,     v1, v0, v2",
			"PROPOSED,    rollback,       ROLLED_BACK, v1, v0, v2",
			"PROPOSED,    release v9,     COMPLETED,   v9, v1, v9",
			"RUNNING,     pause,          PAUSED,      v1, v0, v2",
			"RUNNING,     promote,        RUNNING,     v1, v0, v2",
			"RUNNING,     extend,         RUNNING,     v1, v0, v2",
			"RUNNING,     abort,          ABORTED,     v1, v0, v2",
			"RUNNING,     rollback,       ROLLED_BACK, v1, v0, v2",
			"RUNNING,     rollback to v1, ROLLED_BACK, v1, v0, v2",
			"RUNNING,     rollback to v0, ROLLED_BACK, v0, v1, v2",
			"RUNNING,     release v9,     COMPLETED,   v9, v1, v9",
			"RUNNING,     release v1,     COMPLETED,   v1, v0, v1",
			"PAUSED,      resume,         RUNNING,     v1, v0, v2",
			"PAUSED,      abort,          ABORTED,     v1, v0, v2",
			"PAUSED,      rollback,       ROLLED_BACK, v1, v0, v2",
			"PAUSED,      rollback to v0, ROLLED_BACK, v0, v1, v2",
			"PAUSED,      release v9,     COMPLETED,   v9, v1, v9",
			"COMPLETED,   start,          RUNNING,     v2, v1, v3",
			"COMPLETED,   start stable,   RUNNING,     v2, v1, v1",
			"COMPLETED,   rollback,       ROLLED_BACK, v1, v2, v1",
			"COMPLETED,   rollback to v0, ROLLED_BACK, v0, v2, v0",
			"COMPLETED,   release v9,     COMPLETED,   v9, v2, v9",
			"ABORTED,     start,          RUNNING,     v1, v0, v3",
			"ABORTED,     start again,    RUNNING,     v1, v0, v2",
			"ABORTED,     rollback,       ROLLED_BACK, v0, v1, v0",
			"ABORTED,     release v9,     COMPLETED,   v9, v1, v9",
			"ROLLED_BACK, start,          RUNNING,     v1, v0, v3",
			"ROLLED_BACK, start again,    RUNNING,     v1, v0, v2",
			"ROLLED_BACK, rollback,       ROLLED_BACK, v0, v1, v0",
			"ROLLED_BACK, release v9,     COMPLETED,   v9, v1, v9"
	// @formatter:on
	})
	void ofWhenAllowedLeadsOn(String phase, String action, Phase to, @Nullable String stable, @Nullable String previous,
			String candidate) {
		RolloutState before = state(phase);
		Command command = command(action);
		Transition transition = Transition.of(before, command, "bob", LATER, "why");
		RolloutState after = transition.state();
		assertThat(after.phase()).isEqualTo(to);
		assertThat(after.stable()).isEqualTo(stable);
		assertThat(after.previous()).isEqualTo(previous);
		assertThat(after.candidate()).isEqualTo(candidate);
		assertThat(after.serial()).isEqualTo(before.serial() + 1);
		assertThat(after.reason()).isEqualTo((command instanceof Command.Extend) ? before.reason() : "why");
		assertThat(after.since()).isEqualTo(LATER);
		assertThat(transition.entry())
			.isEqualTo(new HistoryEntry(before.serial() + 1, LATER, "bob", command.action(), before.phase(), to, stable,
					candidate, after.stage(), after.cohort().instances().size(), "why", List.of()));
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', value = {
	// @formatter:off
			"INITIAL     | approve        | Refused to approve: there is no rollout under way: none was ever started",
			"INITIAL     | pause          | Refused to pause: there is no rollout under way: none was ever started",
			"INITIAL     | resume         | Refused to resume: there is no rollout under way: none was ever started",
			"INITIAL     | promote        | Refused to promote: there is no rollout under way: none was ever started",
			"INITIAL     | extend         | Refused to extend: there is no rollout under way: none was ever started",
			"INITIAL     | abort          | Refused to abort: there is no rollout under way: none was ever started",
			"INITIAL     | rollback       | Refused to rollback: no version was stable before: name the one to go back to",
			"PROPOSED    | start          | Refused to start: the rollout of 'v2' is PROPOSED: one at a time, end it first",
			"PROPOSED    | start again    | Refused to start: the rollout of 'v2' is PROPOSED: one at a time, end it first",
			"PROPOSED    | pause          | Refused to pause: the rollout of 'v2' is PROPOSED, not RUNNING",
			"PROPOSED    | resume         | Refused to resume: the rollout of 'v2' is PROPOSED, not PAUSED",
			"PROPOSED    | promote        | Refused to promote: the rollout of 'v2' is PROPOSED, not RUNNING",
			"PROPOSED    | extend         | Refused to extend: the rollout of 'v2' is PROPOSED, not RUNNING",
			"PROPOSED    | rollback to v2 | Refused to rollback: 'v2' is the candidate: name a version before it, or none",
			"RUNNING     | start          | Refused to start: the rollout of 'v2' is RUNNING: one at a time, end it first",
			"RUNNING     | start again    | Refused to start: the rollout of 'v2' is RUNNING: one at a time, end it first",
			"RUNNING     | approve        | Refused to approve: the rollout of 'v2' is RUNNING, not PROPOSED",
			"RUNNING     | resume         | Refused to resume: the rollout of 'v2' is RUNNING, not PAUSED",
			"RUNNING     | extend to less | Refused to extend: the cohort would lose instances: whoever is in stays in",
			"RUNNING     | rollback to v2 | Refused to rollback: 'v2' is the candidate: name a version before it, or none",
			"PAUSED      | start          | Refused to start: the rollout of 'v2' is PAUSED: one at a time, end it first",
			"PAUSED      | approve        | Refused to approve: the rollout of 'v2' is PAUSED, not PROPOSED",
			"PAUSED      | pause          | Refused to pause: the rollout of 'v2' is PAUSED, not RUNNING",
			"PAUSED      | promote        | Refused to promote: the rollout of 'v2' is PAUSED, not RUNNING",
			"PAUSED      | extend         | Refused to extend: the rollout of 'v2' is PAUSED, not RUNNING",
			"PAUSED      | rollback to v2 | Refused to rollback: 'v2' is the candidate: name a version before it, or none",
			"COMPLETED   | start again    | Refused to start: 'v2' is the stable version already",
			"COMPLETED   | approve        | Refused to approve: there is no rollout under way: the one of 'v2' is COMPLETED",
			"COMPLETED   | pause          | Refused to pause: there is no rollout under way: the one of 'v2' is COMPLETED",
			"COMPLETED   | resume         | Refused to resume: there is no rollout under way: the one of 'v2' is COMPLETED",
			"COMPLETED   | promote        | Refused to promote: there is no rollout under way: the one of 'v2' is COMPLETED",
			"COMPLETED   | extend         | Refused to extend: there is no rollout under way: the one of 'v2' is COMPLETED",
			"COMPLETED   | abort          | Refused to abort: there is no rollout under way: the one of 'v2' is COMPLETED",
			"ABORTED     | start stable   | Refused to start: 'v1' is the stable version already",
			"ABORTED     | approve        | Refused to approve: there is no rollout under way: the one of 'v2' is ABORTED",
			"ABORTED     | pause          | Refused to pause: there is no rollout under way: the one of 'v2' is ABORTED",
			"ABORTED     | resume         | Refused to resume: there is no rollout under way: the one of 'v2' is ABORTED",
			"ABORTED     | promote        | Refused to promote: there is no rollout under way: the one of 'v2' is ABORTED",
			"ABORTED     | extend         | Refused to extend: there is no rollout under way: the one of 'v2' is ABORTED",
			"ABORTED     | abort          | Refused to abort: there is no rollout under way: the one of 'v2' is ABORTED",
			"ABORTED     | rollback to v1 | Refused to rollback: 'v1' is the stable version already",
			"ROLLED_BACK | start stable   | Refused to start: 'v1' is the stable version already",
			"ROLLED_BACK | approve        | Refused to approve: there is no rollout under way: the one of 'v2' is ROLLED_BACK",
			"ROLLED_BACK | pause          | Refused to pause: there is no rollout under way: the one of 'v2' is ROLLED_BACK",
			"ROLLED_BACK | resume         | Refused to resume: there is no rollout under way: the one of 'v2' is ROLLED_BACK",
			"ROLLED_BACK | promote        | Refused to promote: there is no rollout under way: the one of 'v2' is ROLLED_BACK",
			"ROLLED_BACK | extend         | Refused to extend: there is no rollout under way: the one of 'v2' is ROLLED_BACK",
			"ROLLED_BACK | abort          | Refused to abort: there is no rollout under way: the one of 'v2' is ROLLED_BACK",
			"ROLLED_BACK | rollback to v1 | Refused to rollback: 'v1' is the stable version already"
	// @formatter:on
	})
	void ofWhenNotAllowedIsRefusedByName(String phase, String action, String message) {
		RolloutState before = state(phase);
		Command command = command(action);
		assertThatExceptionOfType(TransitionRefusedException.class)
			.isThrownBy(() -> Transition.of(before, command, "bob", LATER, null))
			.withMessage(message)
			.satisfies((ex) -> {
				assertThat(ex.getAction()).isEqualTo(command.action());
				assertThat(ex.getPhase()).isEqualTo(before.phase());
			});
	}

	@ParameterizedTest
	@EnumSource(names = { "COMPLETED", "ABORTED", "ROLLED_BACK" })
	void startBeginsAnew(Phase phase) {
		RolloutState started = Transition.of(state(phase.name()), command("start"), "bob", LATER, "why").state();
		assertThat(started).isEqualTo(new RolloutState(started.serial(), started.stable(), started.previous(), "v3",
				Phase.RUNNING, 0, Cohort.NONE, "pepper", PLAN, "bob", null, LATER, Duration.ZERO, "why", LATER));
	}

	@Test
	void startWhenApprovalIsRequiredGivesNobodyTheCandidate() {
		Plan plan = Plan.allAtOnce(Duration.ZERO).withApproval(Approval.REQUIRED);
		RolloutState proposed = after(state("COMPLETED"), new Command.Start("v3", plan, "pepper"));
		assertThat(proposed.phase()).isEqualTo(Phase.PROPOSED);
		assertThat(proposed.cohort()).isEqualTo(Cohort.NONE);
		assertThat(proposed.stageSince()).isNull();
		assertThat(proposed.versionFor(new Identity("a", Map.of()))).isEqualTo("v2");
		assertThat(proposed.baked()).isZero();
	}

	@Test
	void startGivesTheCandidateToWhomTheFirstStageTakesInWithoutNaming() {
		RolloutState running = after(state("COMPLETED"),
				new Command.Start("v3", Plan.allAtOnce(Duration.ZERO), "pepper"));
		assertThat(running.versionFor(new Identity("a", Map.of()))).isEqualTo("v3");
	}

	@Test
	void approveByTheAuthorIsRefused() {
		assertThatExceptionOfType(TransitionRefusedException.class)
			.isThrownBy(() -> after(state("PROPOSED"), new Command.Approve()))
			.withMessage("Refused to approve: 'ann' is its author: somebody else has to approve it");
	}

	@Test
	void approveBySomebodyElseStartsTheFirstStage() {
		RolloutState approved = Transition.of(state("PROPOSED"), new Command.Approve(), "bob", LATER, null).state();
		assertThat(approved.author()).isEqualTo("ann");
		assertThat(approved.approvedBy()).isEqualTo("bob");
		assertThat(approved.stage()).isZero();
		assertThat(approved.baked()).isZero();
		assertThat(approved.stageSince()).isEqualTo(LATER);
	}

	@Test
	void pauseAndResumeKeepTheBakedTime() {
		RolloutState running = state("RUNNING").knownToHaveBaked(Duration.ofSeconds(40));
		RolloutState paused = Transition.of(running, new Command.Pause(), "bob", START.plusSeconds(40), null).state();
		assertThat(paused.baked()).isEqualTo(Duration.ofSeconds(40));
		RolloutState resumed = Transition.of(paused, new Command.Resume(), "bob", START.plusSeconds(4000), null)
			.state();
		assertThat(resumed.baked()).isEqualTo(Duration.ofSeconds(40));
		assertThat(resumed.stageSince()).isEqualTo(START.plusSeconds(4000));
	}

	@ParameterizedTest
	@ValueSource(longs = { -3600, -5, 0, 3600 })
	void pauseByAnyClockKeepsWhatIsKnownToHaveBaked(long seconds) {
		RolloutState running = state("RUNNING").knownToHaveBaked(Duration.ofSeconds(7));
		for (Command end : List.of(new Command.Pause(), new Command.Abort(), new Command.Rollback(null))) {
			RolloutState ended = Transition.of(running, end, "bob", START.plusSeconds(seconds), null).state();
			assertThat(ended.baked()).isEqualTo(Duration.ofSeconds(7));
		}
	}

	@Test
	void knownToHaveBakedTakesTheLongerTime() {
		RolloutState known = state("RUNNING").knownToHaveBaked(Duration.ofSeconds(7));
		assertThat(known.knownToHaveBaked(Duration.ofSeconds(3))).isSameAs(known);
		assertThat(known.knownToHaveBaked(Duration.ofSeconds(7))).isSameAs(known);
		assertThat(known.knownToHaveBaked(Duration.ofSeconds(9)).baked()).isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void transitionOfAStateBehindItsHistoryIsNumberedBehindIt() {
		Transition transition = Transition.of(state("RUNNING").behind(41), new Command.Abort(), "bob", LATER, null);
		assertThat(transition.state().serial()).isEqualTo(42);
		assertThat(transition.entry().serial()).isEqualTo(42);
		assertThat(transition.state().behind(7)).isSameAs(transition.state());
		assertThat(transition.state().behind(42)).isSameAs(transition.state());
		assertThat(transition.state().behind(RolloutKeys.LAST_SERIAL).serial()).isEqualTo(RolloutKeys.LAST_SERIAL);
	}

	@Test
	void pauseKeepsTheCohort() {
		RolloutState paused = state("PAUSED");
		assertThat(paused.cohort()).isEqualTo(CANARY);
		assertThat(paused.versionFor(new Identity("a", Map.of()))).isEqualTo("v2");
		assertThat(paused.versionFor(new Identity("b", Map.of()))).isEqualTo("v1");
	}

	@Test
	void resumeAfterTheStageWasWaitedForInVainWaitsAnew() {
		RolloutState paused = Transition
			.of(state("RUNNING").knownToHaveBaked(Duration.ofDays(1)), new Command.Pause(), "controller a", LATER,
					"in vain")
			.state();
		Stage stage = Objects.requireNonNull(state("RUNNING").currentStage());
		assertThat(paused.baked()).isGreaterThan(stage.bake());
		RolloutState resumed = after(paused, new Command.Resume());
		assertThat(resumed.baked()).isEqualTo(stage.bake());
	}

	@Test
	void resumeKeepsTheCohortAndExpectsNobody() {
		RolloutState resumed = after(state("PAUSED"), new Command.Resume());
		assertThat(resumed.cohort()).isEqualTo(new Cohort(Set.of("a"), Set.of(), List.of()));
	}

	@Test
	void extendKeepsWhyThePhaseIsAsItIs() {
		RolloutState paused = Transition.of(state("RUNNING"), new Command.Pause(), "ada", LATER, "wait").state();
		RolloutState running = Transition.of(paused, new Command.Resume(), "ada", LATER, "winter prices").state();
		Transition extended = Transition.of(running, command("extend"), "shop-1", LATER, "the fleet has 4 instances");
		assertThat(extended.state().reason()).isEqualTo("winter prices");
		assertThat(extended.entry().reason()).isEqualTo("the fleet has 4 instances");
	}

	@Test
	void extendDoesNotBeginToBakeAgain() {
		Transition transition = Transition.of(state("RUNNING"), command("extend"), "bob", LATER, null);
		assertThat(transition.state().stageSince()).isEqualTo(state("RUNNING").stageSince());
		assertThat(transition.state().baked()).isEqualTo(state("RUNNING").baked());
		assertThat(transition.state().stage()).isZero();
		assertThat(transition.entry().instances()).isEqualTo(2);
	}

	@Test
	void stageBeginsToBakeWithItsFirstInstance() {
		RolloutState nobody = after(after(RolloutState.INITIAL, new Command.Release("v1")), start(PLAN));
		Transition first = Transition.of(nobody, command("extend"), "bob", LATER, null);
		assertThat(first.state().stageSince()).isEqualTo(LATER).isNotEqualTo(nobody.stageSince());
	}

	@Test
	void stageThatWasPausedBeforeItsFirstInstanceBeginsToBakeWithIt() {
		RolloutState nobody = after(after(RolloutState.INITIAL, new Command.Release("v1")), start(PLAN));
		RolloutState paused = after(nobody.knownToHaveBaked(HOUR), new Command.Pause());
		RolloutState resumed = after(paused, new Command.Resume());
		RolloutState first = Transition.of(resumed, command("extend"), "bob", LATER, null).state();
		assertThat(first.stageSince()).isEqualTo(LATER);
		assertThat(first.baked()).isZero();
	}

	@Test
	void stageThatNamesNobodyBakesOnWhenItIsResumed() {
		RolloutState nobody = after(after(RolloutState.INITIAL, new Command.Release("v1")), start(PLAN));
		Cohort everywhere = new Cohort(Set.of(), Set.of("a", "b"), List.of());
		RolloutState baking = after(nobody, new Command.Extend(everywhere)).knownToHaveBaked(HOUR);
		RolloutState resumed = after(after(baking, new Command.Pause()), new Command.Resume());
		RolloutState extended = Transition.of(resumed, new Command.Extend(everywhere), "bob", LATER, null).state();
		assertThat(extended.stageSince()).isEqualTo(resumed.stageSince());
		assertThat(extended.baked()).isPositive();
	}

	@Test
	void promoteGoesThroughTheStagesToTheEnd() {
		RolloutState second = Transition.of(state("RUNNING"), new Command.Promote(), "bob", LATER, null).state();
		assertThat(second.stage()).isEqualTo(1);
		assertThat(second.baked()).isZero();
		assertThat(second.cohort().instances()).containsExactly("a");
		assertThat(second.requestRules())
			.containsExactly(new Cohort.Rule(Scope.REQUESTS, Share.ofPercent(30), Map.of()));
		RolloutState last = after(second, new Command.Promote());
		assertThat(last.stage()).isEqualTo(2);
		assertThat(last.versionFor(new Identity("z", Map.of()))).isEqualTo("v2");
		RolloutState completed = after(last, new Command.Promote());
		assertThat(completed.phase()).isEqualTo(Phase.COMPLETED);
		assertThat(completed.cohort()).isEqualTo(Cohort.NONE);
		assertThat(completed.plan()).isEqualTo(PLAN);
		assertThat(completed.author()).isEqualTo("ann");
		assertThat(completed.stageSince()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "abort", "rollback", "rollback to v0", "release v9" })
	void endGivesNobodyTheCandidate(String action) {
		for (String phase : List.of("PROPOSED", "RUNNING", "PAUSED")) {
			RolloutState ended = after(state(phase), command(action));
			assertThat(ended.phase().isActive()).isFalse();
			assertThat(ended.cohort()).isEqualTo(Cohort.NONE);
			assertThat(ended.versionFor(new Identity("a", Map.of()))).isEqualTo(ended.stable());
			assertThat(ended.requestRules()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "COMPLETED, release v9, COMPLETED", "RUNNING, release v9, COMPLETED",
			"COMPLETED, rollback, ROLLED_BACK", "ABORTED, rollback to v0, ROLLED_BACK" })
	void versionWithoutRolloutHasNothingOfTheRolloutBefore(String phase, String action, Phase to) {
		RolloutState before = state(phase);
		RolloutState after = Transition.of(before, command(action), "bob", LATER, "why").state();
		assertThat(after).isEqualTo(new RolloutState(before.serial() + 1, after.stable(), before.stable(),
				after.stable(), to, 0, Cohort.NONE, null, null, "bob", null, null, Duration.ZERO, "why", LATER));
	}

	@Test
	void promoteToTheEndKeepsWhoHasApproved() {
		RolloutState state = after(state("COMPLETED"),
				new Command.Start("v3", Plan.allAtOnce(Duration.ZERO).withApproval(Approval.REQUIRED), "pepper"));
		state = Transition.of(state, new Command.Approve(), "bob", LATER, null).state();
		state = after(state, new Command.Promote());
		assertThat(state.phase()).isEqualTo(Phase.COMPLETED);
		assertThat(state.author()).isEqualTo("ann");
		assertThat(state.approvedBy()).isEqualTo("bob");
	}

	@Test
	void abortOfTheFirstRolloutLeavesNothingStable() {
		RolloutState aborted = after(after(RolloutState.INITIAL, start(PLAN)), new Command.Abort());
		assertThat(aborted.stable()).isNull();
		assertThat(aborted.candidate()).isEqualTo("v2");
	}

	@Test
	void serialsHaveNoGaps() {
		RolloutState state = RolloutState.INITIAL;
		long serial = 0;
		for (Command command : List.of(new Command.Release("v0"), start(PLAN), new Command.Extend(CANARY),
				new Command.Pause(), new Command.Resume(), new Command.Promote(), new Command.Rollback("v3"),
				new Command.Rollback(null))) {
			Phase before = state.phase();
			Transition transition = Transition.of(state, command, "ann", START, null);
			state = transition.state();
			assertThat(transition.entry().serial()).isEqualTo(++serial).isEqualTo(state.serial());
			assertThat(transition.entry().from()).isEqualTo(before);
			assertThat(transition.entry().to()).isEqualTo(state.phase());
		}
		assertThat(state.stable()).isEqualTo("v0");
		assertThat(state.previous()).isEqualTo("v3");
	}

}
