package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.control.SimulatedFleet.Instance;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long stages bake in a fleet whose clocks of day say nothing, who counts as crashed,
 * and where history goes on; in virtual time. {@link RolloutReferee} holds every write
 * against the laws.
 */
class FleetTimeTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Map<String, String> ZONE = Map.of("zone", "a");

	private final SimulatedFleet fleet = new SimulatedFleet(new Random(7));

	private final StoredRollouts operator = this.fleet.operator(this.fleet.etcd.new Link());

	@BeforeEach
	void releaseTheFirstVersion() {
		for (int i = 0; i < 3; i++) {
			this.fleet.join();
		}
		for (String version : List.of("v1", "v2")) {
			this.operator.publish(SimulatedFleet.SHOP, NewVersion.of("alice", "a: " + version).withId(version));
			pass(1);
		}
		give(new Command.Release("v1"));
	}

	private void pass(long seconds) {
		this.fleet.pass(Duration.ofSeconds(seconds));
	}

	private CompletableFuture<RolloutState> give(Command.Steering command) {
		CompletableFuture<RolloutState> given = this.operator.execute(SimulatedFleet.SHOP, command, "bob", null);
		pass(2);
		return given;
	}

	private void start(Duration bake) {
		this.fleet.start("v2", Plan.of(Stage.instances(30, bake), Stage.instances(100, Duration.ofHours(100))));
		pass(3);
		assertThat(state().phase()).isEqualTo(Phase.RUNNING);
	}

	private RolloutState state() {
		return this.fleet.referee.state();
	}

	/**
	 * Let time pass until the first stage is over.
	 * @return how long it took by the true time
	 */
	private Duration awaitSecondStage(Duration limit) {
		for (long i = 0; i < limit.toSeconds() && state().stage() == 0; i++) {
			assertThat(state().phase()).as(String.valueOf(state().reason())).isEqualTo(Phase.RUNNING);
			pass(1);
		}
		assertThat(state().stage()).isOne();
		return time("promote").minus(time("start"));
	}

	private Duration time(String action) {
		KeyValue last = this.fleet.etcd.entries(SimulatedFleet.KEYS.history(SimulatedFleet.SHOP))
			.stream()
			.filter((entry) -> RolloutFormat.read(entry.value(), HistoryEntry.class).action().equals(action))
			.reduce((before, after) -> after)
			.orElseThrow();
		return this.fleet.etcd.chronicle().time(last.modRevision());
	}

	private List<Instance> instances() {
		return List.copyOf(this.fleet.instances.values());
	}

	private Instance canary() {
		String id = state().cohort().instances().iterator().next();
		return instances().stream().filter((it) -> it.identity.id().equals(id)).findFirst().orElseThrow();
	}

	private Instance controller() {
		return instances().stream().filter((it) -> it.controller.isElected()).findFirst().orElseThrow();
	}

	/**
	 * Give the term to an instance that is not the canary.
	 */
	private Instance controllerBesideCanary() {
		while (controller() == canary()) {
			controller().controller.stop();
			pass(3);
		}
		return controller();
	}

	@ParameterizedTest
	@CsvSource({ "-3600, -3600", "-3600, 3600", "0, 3600", "0, -3600", "3600, -3600", "3600, 3600" })
	void stageBakesForItsTimeWhateverTheClocksSayAndHoweverTheyAreSet(long skew, long step) {
		instances().forEach((instance) -> instance.process.set(Duration.ofSeconds(skew), 17));
		start(Duration.ofMinutes(10));
		pass(120);
		instances().forEach((instance) -> instance.process.step(Duration.ofSeconds(step)));
		assertThat(awaitSecondStage(HOUR)).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(602));
	}

	@ParameterizedTest
	@CsvSource({ "-3600, 3600", "3600, -3600", "3600, 3600" })
	void stageBakesForItsTimeUnderASuccessorWithAnotherClock(long first, long second) {
		start(Duration.ofMinutes(10));
		pass(120);
		Instance controller = controllerBesideCanary();
		instances().forEach(
				(instance) -> instance.process.step(Duration.ofSeconds((instance == controller) ? first : second)));
		pass(60);
		controller.link.cut = true;
		assertThat(awaitSecondStage(HOUR)).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(602));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 4, 8, 20 })
	void shortStageGoesOnSoonAfterEtcdIsBack(long outage) {
		List<Duration> delays = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			start(Duration.ofSeconds(4));
			this.fleet.etcd.kill();
			instances().forEach((instance) -> this.fleet.ail(instance, Duration.ofSeconds(outage)));
			pass(outage);
			this.fleet.etcd.start();
			Duration back = Duration.ofNanos(this.fleet.time.nanos());
			for (int j = 0; j < 600 && state().stage() == 0 && state().phase() == Phase.RUNNING; j++) {
				this.fleet.pass(Duration.ofMillis(100));
			}
			assertThat(state().stage()).isOne();
			delays.add(time("promote").minus(back));
			give(new Command.Abort());
			pass(2);
		}
		assertThat(delays).allSatisfy((delay) -> assertThat(delay).isLessThan(Duration.ofSeconds(2)));
	}

	@Test
	void guardThatFailsRollsBackWithinTwoSeconds() {
		for (int i = 0; i < 10; i++) {
			this.fleet.start("v2", Plan.of(Stage.instances(30, HOUR).guardedBy(List.of(Guard.custom("witness"))),
					Stage.instances(100, HOUR)));
			pass(10);
			this.fleet.pass(Duration.ofMillis(100 * i));
			assertThat(state().phase()).isEqualTo(Phase.RUNNING);
			Instance canary = canary();
			canary.judge(Outcome.FAILED);
			pass(2);
			assertThat(state().phase()).isEqualTo(Phase.ROLLED_BACK);
			canary.judge(Outcome.PASSED);
		}
	}

	@Test
	void stageThatWasPausedBakesOnFromWhatWasNoted() {
		start(Duration.ofMinutes(10));
		pass(330);
		give(new Command.Pause());
		assertThat(state().baked()).isBetween(Duration.ofMinutes(4), Duration.ofSeconds(335));
		pass(7200);
		give(new Command.Resume());
		Duration paused = time("resume").minus(time("pause"));
		assertThat(awaitSecondStage(HOUR).minus(paused)).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(665));
	}

	@Test
	void stageBakesOnWhenTheWholeFleetIsExchangedOneByOne() {
		start(HOUR);
		for (int round = 0; round < 3; round++) {
			pass(900);
			for (Instance instance : instances()) {
				this.fleet.join();
				pass(5);
				this.fleet.leave(instance);
				pass(5);
			}
		}
		assertThat(awaitSecondStage(HOUR.multipliedBy(2))).isBetween(HOUR, Duration.ofMinutes(65));
	}

	/**
	 * Start a rollout whose first stage is for instances that are not there.
	 */
	private void startForNobody() {
		instances().stream().filter((instance) -> instance.identity.matches(ZONE)).forEach(this.fleet::leave);
		pass(5);
		this.fleet.start("v2", Plan.of(Stage.instances(30, Duration.ofMinutes(10)).matching(ZONE),
				Stage.instances(100, Duration.ofHours(100))));
	}

	@Test
	void stageBakesFromItsFirstInstanceOn() {
		startForNobody();
		pass(540);
		assertThat(this.fleet.join().identity.matches(ZONE)).isTrue();
		assertThat(awaitSecondStage(HOUR)).isBetween(Duration.ofSeconds(1140), Duration.ofSeconds(1145));
	}

	@Test
	void stageThatCameToNothingBakesInFullOnceItHasAnInstance() {
		startForNobody();
		pass(1260);
		assertThat(state().phase()).isEqualTo(Phase.PAUSED);
		assertThat(state().baked()).isZero();
		assertThat(this.fleet.join().identity.matches(ZONE)).isTrue();
		give(new Command.Resume());
		awaitSecondStage(HOUR);
		assertThat(time("promote").minus(time("resume"))).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(605));
	}

	@Test
	void stageIsWaitedForNoLongerThanItsPatience() {
		Instance mute = this.fleet.join();
		this.fleet.start("v2",
				new Plan(List.of(Stage.instances(100, Duration.ofMinutes(1))), Approval.NONE, Duration.ofMinutes(5))
					.guardedBy(List.of(Guard.custom("bean"))));
		mute.judge(Outcome.INCONCLUSIVE);
		pass(120);
		instances().forEach((instance) -> instance.process.step(HOUR));
		pass(200);
		assertThat(state().phase()).isEqualTo(Phase.RUNNING);
		pass(60);
		assertThat(state().phase()).isEqualTo(Phase.PAUSED);
	}

	@ParameterizedTest
	@ValueSource(longs = { 30, 90, 36_000 })
	void fleetThatWasCleanlyAwayHasNotVanished(long seconds) {
		start(Duration.ofMinutes(10));
		pass(60);
		List<Instance> away = new ArrayList<>(instances());
		away.forEach(this.fleet::leave);
		pass(seconds);
		away.forEach((instance) -> this.fleet.join());
		pass(30);
		assertThat(state().phase()).as(String.valueOf(state().reason())).isEqualTo(Phase.RUNNING);
		awaitSecondStage(HOUR);
		assertThat(this.fleet.etcd.entries(SimulatedFleet.KEYS.goodbyes(SimulatedFleet.SHOP))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void canaryThatCrashedAndIsBackUnderItsIdWithinItsLeaseFailsTheStage(boolean alsoConducts) {
		start(HOUR);
		Instance canary = canary();
		while ((controller() == canary) != alsoConducts) {
			controller().controller.stop();
			pass(3);
		}
		this.fleet.restart(canary);
		pass(30);
		assertThat(state().phase()).isEqualTo(Phase.ROLLED_BACK);
		assertThat(state().reason()).matches("instance " + canary.identity.id() + " (crashed and came back|vanished)");
	}

	@Test
	void canaryAloneThatCrashedAndIsBackFailsTheStage() {
		List.copyOf(instances()).subList(1, 3).forEach(this.fleet::leave);
		pass(5);
		start(HOUR);
		Instance canary = canary();
		this.fleet.restart(canary);
		pass(40);
		assertThat(state().phase()).isEqualTo(Phase.ROLLED_BACK);
		assertThat(state().reason()).isEqualTo("instance " + canary.identity.id() + " crashed and came back");
	}

	@Test
	void canaryThatRestartsCleanlyUnderItsIdGoesOn() {
		start(Duration.ofMinutes(10));
		for (int i = 0; i < 3; i++) {
			Instance canary = canary();
			this.fleet.leave(canary);
			this.fleet.pass(Duration.ofMillis(300));
			this.fleet.twin(canary);
			pass(20);
		}
		awaitSecondStage(HOUR);
		assertThat(this.fleet.etcd.entries(SimulatedFleet.KEYS.goodbyes(SimulatedFleet.SHOP))).isEmpty();
	}

	@Test
	void historyGoesOnBehindItsEndWhenTheStateWasDeleted() {
		start(HOUR);
		long serial = state().serial();
		this.fleet.byHand(0);
		pass(5);
		assertThat(give(new Command.Release("v2"))).isCompleted();
		assertThat(state().serial()).isEqualTo(serial + 1);
		assertThat(state().stable()).isEqualTo("v2");
	}

	@Test
	void historyGoesOnBehindItsEndWhenAnOlderStateWasPutBack() {
		start(Duration.ofSeconds(20));
		long running = this.fleet.etcd.entries(SimulatedFleet.KEYS.state(SimulatedFleet.SHOP)).get(0).modRevision();
		give(new Command.Abort());
		give(new Command.Release("v2"));
		give(new Command.Release("v1"));
		long serial = state().serial();
		this.fleet.byHand(running);
		pass(60);
		assertThat(state().stage()).isOne();
		assertThat(state().serial()).isGreaterThan(serial);
		assertThat(give(new Command.Abort())).isCompleted();
		assertThat(state().phase()).isEqualTo(Phase.ABORTED);
	}

	@Test
	void historyEntryThatIsThereIsNotWrittenOver() {
		KeyValue state = this.fleet.etcd.entries(SimulatedFleet.KEYS.state(SimulatedFleet.SHOP)).get(0);
		String next = SimulatedFleet.KEYS.history(SimulatedFleet.SHOP, state().serial() + 1);
		this.fleet.referee.expectByHand(this.fleet.etcd.revision() + 1);
		this.fleet.etcd.commit(Transaction.builder()
			.put(next,
					RolloutFormat.write(new HistoryEntry(2, VirtualTime.ORIGIN, "somebody", "release", Phase.COMPLETED,
							Phase.COMPLETED, "v1", "v1", 0, 0, null, List.of())))
			.build());
		pass(1);
		assertThat(give(new Command.Release("v2"))).isCompleted();
		assertThat(this.fleet.etcd.entries(next).get(0).modRevision()).isGreaterThan(state.modRevision());
		assertThat(state().serial()).isEqualTo(3);
	}

}
