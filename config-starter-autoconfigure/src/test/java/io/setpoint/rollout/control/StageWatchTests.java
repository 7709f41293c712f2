package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.setpoint.instance.Identity;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutGuard;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.control.GuardSensor.Exposure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link StageWatch} and {@link BeanGuardSensor}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StageWatchTests {

	private static final Identity ONE = new Identity("one", Map.of());

	private static final Guard BEAN = Guard.custom("bean");

	private static final Guard COMPARED = Guard.ratio("errors", "http", Map.of(), 0.1).comparedToStable(2);

	private final List<Exposure> begun = new ArrayList<>();

	private final Scripted meters = new Scripted(Guard.Kind.RATIO);

	private @Nullable RolloutGuard bean = (version) -> Outcome.PASSED;

	private List<GuardSensor> sensors = List.of(this.meters,
			new BeanGuardSensor((name) -> name.equals("bean") ? this.bean : null));

	private static RolloutState state(Scope scope, List<Guard> guards, String... instances) {
		Stage first = ((scope == Scope.INSTANCES) ? Stage.instances(50, Duration.ofMinutes(1))
				: Stage.requests(50, Duration.ofMinutes(1)))
			.guardedBy(guards);
		Plan plan = Plan.of(first, Stage.instances(100, Duration.ofMinutes(1)).guardedBy(guards));
		RolloutState state = next(next(RolloutState.INITIAL, new Command.Release("v1")),
				new Command.Start("v2", plan, "salt"));
		return (scope == Scope.REQUESTS) ? state : next(state,
				new Command.Extend(new Cohort(Set.of(instances), Set.of(instances), state.cohort().rules())));
	}

	private static RolloutState next(RolloutState state, Command command) {
		return Transition.of(state, command, "alice", VirtualTime.ORIGIN, null).state();
	}

	private static Following following(RolloutState state, @Nullable String candidate, Verdict verdict) {
		return new Following("shop", state, 1, state.versionFor(ONE), candidate, verdict, null);
	}

	private @Nullable StageWatch watch(Following following) {
		return StageWatch.of(following, ONE, this.sensors, null, null);
	}

	private List<GuardReading> read(RolloutState state) {
		StageWatch watch = watch(following(state, null, Verdict.ACCEPTED));
		assertThat(watch).isNotNull();
		return watch.read();
	}

	private static GuardReading outcome(@Nullable Outcome outcome) {
		return new GuardReading("bean", true, 1, 0, null, outcome);
	}

	private static GuardReading inconclusive(String guard) {
		return new GuardReading(guard, true, 0, 0, null, Outcome.INCONCLUSIVE);
	}

	@Test
	void instanceOfTheCanaryMeasuresAllGuards() {
		assertThat(read(state(Scope.INSTANCES, List.of(BEAN, COMPARED), "one"))).extracting(GuardReading::guard)
			.containsExactly("bean", "errors");
		assertThat(this.begun).containsExactly(new Exposure(Scope.INSTANCES, true, "v2", "shop"));
	}

	@Test
	void instanceOfTheStableSideMeasuresWhatIsComparedWithIt() {
		assertThat(read(state(Scope.INSTANCES, List.of(BEAN, COMPARED), "other"))).extracting(GuardReading::guard)
			.containsExactly("errors");
		assertThat(this.begun).containsExactly(new Exposure(Scope.INSTANCES, false, "v2", "shop"));
	}

	@Test
	void instanceThatShowsBothVersionsMeasuresAllGuards() {
		StageWatch watch = watch(following(state(Scope.REQUESTS, List.of(BEAN, COMPARED)), "v2", Verdict.ACCEPTED));
		assertThat(watch).isNotNull();
		assertThat(watch.read()).hasSize(2);
		assertThat(this.begun).containsExactly(new Exposure(Scope.REQUESTS, true, "v2", "shop"));
	}

	@Test
	void measurementThatWasPreparedHasBegunBeforeItsStageIsVisible() {
		RolloutState state = state(Scope.REQUESTS, List.of(BEAN, COMPARED));
		StageWatch prepared = StageWatch.prepare("shop", state, ONE, this.sensors);
		assertThat(this.begun).containsExactly(new Exposure(Scope.REQUESTS, true, "v2", "shop"));
		Following accepted = following(state, "v2", Verdict.ACCEPTED);
		assertThat(StageWatch.of(accepted, ONE, this.sensors, null, prepared)).isSameAs(prepared);
		assertThat(prepared).isNotNull();
		assertThat(prepared.read()).hasSize(2);
		assertThat(this.begun).hasSize(1);
	}

	@Test
	void measurementThatWasPreparedForSomethingElseIsNotTaken() {
		RolloutState state = state(Scope.REQUESTS, List.of(BEAN, COMPARED));
		StageWatch prepared = StageWatch.prepare("shop", state, ONE, this.sensors);
		Following next = following(next(state, new Command.Promote()), null, Verdict.ACCEPTED);
		assertThat(StageWatch.of(next, ONE, this.sensors, null, prepared)).isNotNull().isNotSameAs(prepared);
		assertThat(StageWatch.prepare("shop", next(state, new Command.Pause()), ONE, this.sensors)).isNull();
	}

	@Test
	void nothingIsMeasuredWhereThereIsNothingToMeasure() {
		RolloutState canary = state(Scope.INSTANCES, List.of(BEAN), "one");
		assertThat(watch(following(state(Scope.INSTANCES, List.of(), "one"), null, Verdict.ACCEPTED))).isNull();
		assertThat(watch(following(state(Scope.INSTANCES, List.of(BEAN), "other"), null, Verdict.ACCEPTED))).isNull();
		assertThat(watch(following(canary, null, Verdict.REFUSED))).isNull();
		assertThat(watch(following(canary, null, Verdict.PENDING))).isNull();
		assertThat(watch(following(next(canary, new Command.Pause()), null, Verdict.ACCEPTED))).isNull();
		assertThat(watch(following(next(canary, new Command.Abort()), null, Verdict.ACCEPTED))).isNull();
		assertThat(watch(following(RolloutState.INITIAL, null, Verdict.ACCEPTED))).isNull();
	}

	@Test
	void measurementGoesOnWhileTheStageDoes() {
		RolloutState state = state(Scope.INSTANCES, List.of(COMPARED), "one");
		StageWatch before = watch(following(state, null, Verdict.ACCEPTED));
		RolloutState extended = next(state,
				new Command.Extend(new Cohort(Set.of("one", "two"), Set.of("one", "two"), List.of())));
		assertThat(StageWatch.of(following(extended, null, Verdict.ACCEPTED), ONE, this.sensors, before, null))
			.isSameAs(before);
		assertThat(StageWatch.of(following(next(state, new Command.Promote()), null, Verdict.ACCEPTED), ONE,
				this.sensors, before, null))
			.isNotNull()
			.isNotSameAs(before);
	}

	@Test
	void measurementBeginsOnce() {
		StageWatch watch = watch(following(state(Scope.INSTANCES, List.of(COMPARED), "one"), null, Verdict.ACCEPTED));
		assertThat(watch).isNotNull();
		watch.read();
		watch.read();
		assertThat(this.begun).hasSize(1);
	}

	@Test
	void guardBeanIsAskedAboutTheCandidate() {
		List<String> asked = new ArrayList<>();
		this.bean = (version) -> {
			asked.add(version);
			return Outcome.FAILED;
		};
		assertThat(read(state(Scope.INSTANCES, List.of(BEAN), "one"))).containsExactly(outcome(Outcome.FAILED));
		assertThat(asked).containsExactly("v2");
	}

	@Test
	void guardBeanThatIsMissingIsInconclusive() {
		this.bean = null;
		assertThat(read(state(Scope.INSTANCES, List.of(BEAN), "one"))).singleElement()
			.satisfies((reading) -> assertThat(reading.outcome()).isEqualTo(Outcome.INCONCLUSIVE));
	}

	@Test
	@SuppressWarnings("NullAway")
	void guardBeanThatSaysNothingIsInconclusive() {
		this.bean = (version) -> null;
		assertThat(read(state(Scope.INSTANCES, List.of(BEAN), "one"))).containsExactly(outcome(Outcome.INCONCLUSIVE));
	}

	@Test
	void guardBeanThatFailsIsInconclusiveAndKeepsNothingFromTheOthers() {
		this.bean = (version) -> {
			throw new LinkageError("broken");
		};
		assertThat(read(state(Scope.INSTANCES, List.of(BEAN, COMPARED), "one")))
			.extracting(GuardReading::guard, GuardReading::outcome)
			.containsExactly(tuple("bean", Outcome.INCONCLUSIVE), tuple("errors", null));
	}

	@Test
	void guardThatFailsIsReportedOnceUntilItIsMeasuredAgain(CapturedOutput output) {
		boolean[] fails = { true };
		this.bean = (version) -> {
			if (fails[0]) {
				throw new IllegalStateException("broken");
			}
			return Outcome.PASSED;
		};
		StageWatch watch = watch(following(state(Scope.INSTANCES, List.of(BEAN), "one"), null, Verdict.ACCEPTED));
		assertThat(watch).isNotNull();
		watch.read();
		watch.read();
		assertThat(output).containsOnlyOnce("The guard 'bean' could not be measured, so it is inconclusive");
		fails[0] = false;
		assertThat(watch.read()).containsExactly(outcome(Outcome.PASSED));
		fails[0] = true;
		assertThat(watch.read()).containsExactly(inconclusive("bean"));
		assertThat(output.toString().split("could not be measured", -1)).hasSize(3);
	}

	@Test
	void sensorThatCannotBeginIsInconclusive() {
		this.meters.begins = () -> {
			throw new IllegalStateException("no registry");
		};
		assertThat(read(state(Scope.INSTANCES, List.of(COMPARED, BEAN), "one"))).containsExactly(inconclusive("errors"),
				outcome(Outcome.PASSED));
	}

	@Test
	void guardThatNothingMeasuresIsInconclusive() {
		this.sensors = List.of();
		assertThat(read(state(Scope.INSTANCES, List.of(COMPARED, BEAN), "one"))).containsExactly(inconclusive("errors"),
				inconclusive("bean"));
	}

	@Test
	@SuppressWarnings("NullAway")
	void sensorThatReadsNothingIsInconclusiveAndKeepsNothingFromTheOthers() {
		this.meters.begins = () -> () -> null;
		assertThat(read(state(Scope.INSTANCES, List.of(COMPARED, BEAN), "one"))).containsExactly(inconclusive("errors"),
				outcome(Outcome.PASSED));
	}

	/**
	 * A sensor for guards of one kind.
	 */
	private final class Scripted implements GuardSensor {

		private final Guard.Kind kind;

		private @Nullable Supplier<Measurement> begins;

		Scripted(Guard.Kind kind) {
			this.kind = kind;
		}

		@Override
		public boolean measures(Guard guard) {
			return guard.kind() == this.kind;
		}

		@Override
		public Measurement begin(Guard guard, Exposure exposure) {
			StageWatchTests.this.begun.add(exposure);
			return (this.begins != null) ? this.begins.get()
					: () -> List.of(new GuardReading(guard.name(), exposure.candidate(), 5, 1, null, null));
		}

	}

}
