package io.setpoint.it;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.setpoint.rollout.Bucket;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How instances move a rollout on a real etcd.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class ControllerTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final List<String> IDS = List.of("a", "b", "c");

	private static final String CANARY = Collections.min(IDS,
			Comparator.comparingInt((String id) -> Bucket.of("salt", id)));

	private final EtcdInMemory etcd;

	private final List<RolloutInstance> instances = new ArrayList<>();

	ControllerTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		this.etcd.deletePrefix("");
		write(new Command.Release("v1"));
		for (String id : IDS) {
			this.instances.add(new RolloutInstance(id, this.etcd.endpoint(), KEYS, "checkout", !id.equals(CANARY)));
		}
		awaitFleet();
	}

	@AfterEach
	void close() {
		this.instances.forEach(RolloutInstance::close);
	}

	private void awaitFleet() {
		Application.await("fleet",
				() -> fleet().values().stream().filter((member) -> member.contains("ACCEPTED")).count() == 3);
	}

	private Map<String, String> fleet() {
		return this.etcd.getAll(KEYS.fleet("checkout"));
	}

	private RolloutState state() {
		String state = this.etcd.get(KEYS.state("checkout"));
		return (state != null) ? RolloutFormat.read(state.getBytes(), RolloutState.class) : RolloutState.INITIAL;
	}

	private Set<String> expected() {
		String expected = this.etcd.get(KEYS.expected("checkout"));
		return (expected != null) ? RolloutFormat.read(expected.getBytes(), Cohort.class).expected() : Set.of();
	}

	private List<HistoryEntry> history() {
		return this.etcd.getAll(KEYS.history("checkout"))
			.values()
			.stream()
			.map((entry) -> RolloutFormat.read(entry.getBytes(), HistoryEntry.class))
			.toList();
	}

	private void write(Command command) {
		Transition transition = Transition.of(state(), command, "somebody", Instant.now(), "a test");
		this.etcd.txn((transaction) -> transaction
			.put(KEYS.state("checkout"), new String(RolloutFormat.write(transition.state())))
			.put(KEYS.history("checkout", transition.entry().serial()),
					new String(RolloutFormat.write(transition.entry()))));
	}

	private void start(Stage... stages) {
		write(new Command.Start("v2", Plan.of(stages), "salt"));
	}

	private void awaitPhase(Phase phase) {
		Application.await(phase + "", () -> state().phase() == phase);
	}

	private void awaitCanary() {
		Application.await("canary", () -> expected().size() == 1);
	}

	private RolloutInstance instance(String id) {
		return this.instances.stream().filter((it) -> it.id().equals(id)).findFirst().orElseThrow();
	}

	private RolloutInstance canary() {
		return instance(expected().iterator().next());
	}

	private RolloutInstance controller() {
		String holder = Objects.requireNonNull(this.etcd.get(KEYS.controller("checkout")));
		return instance(holder.substring(0, holder.indexOf(' ')));
	}

	private String reason() {
		return String.valueOf(state().reason());
	}

	private void assertGapless() {
		List<HistoryEntry> history = history();
		for (int i = 0; i < history.size(); i++) {
			assertThat(history.get(i).serial()).isEqualTo(i + 1);
		}
	}

	@Test
	void rolloutIsPromotedThroughAllStagesAndTheControllerResigns() {
		start(Stage.instances(5, Duration.ofMillis(300)), Stage.instances(60, Duration.ofMillis(300)),
				Stage.instances(100, Duration.ofMillis(300)));
		awaitPhase(Phase.COMPLETED);
		assertThat(state().stable()).isEqualTo("v2");
		assertThat(history()).extracting(HistoryEntry::action)
			.containsExactly("release", "start", "extend", "promote", "extend", "promote", "extend", "promote");
		assertThat(history()).extracting(HistoryEntry::instances).containsExactly(0, 0, 1, 1, 2, 2, 3, 0);
		assertGapless();
		Application.await("resigned", () -> this.etcd.get(KEYS.controller("checkout")) == null);
	}

	@Test
	void controllerThatDiesIsReplacedAndTheBakeGoesOn() {
		start(Stage.instances(5, Duration.ofSeconds(5)), Stage.instances(100, Duration.ZERO));
		awaitCanary();
		Instant since = state().stageSince();
		controller().kill();
		Application.await("promotion", () -> state().stage() == 1 || state().phase() == Phase.COMPLETED);
		assertThat(history().get(3).action()).isEqualTo("promote");
		assertThat(Duration.between(since, history().get(3).at())).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
		awaitPhase(Phase.COMPLETED);
		assertGapless();
	}

	@Test
	void canaryThatVanishesIsRolledBack() {
		start(Stage.instances(5, LONG), Stage.instances(100, LONG));
		awaitCanary();
		RolloutInstance canary = canary();
		canary.kill();
		awaitPhase(Phase.ROLLED_BACK);
		assertThat(reason()).isEqualTo("instance " + canary.id() + " vanished");
	}

	@Test
	void canaryThatLeavesCleanlyIsReplaced() {
		start(Stage.instances(5, LONG), Stage.instances(100, LONG));
		awaitCanary();
		RolloutInstance canary = canary();
		canary.leave();
		Application.await("another canary", () -> expected().size() == 1 && !expected().contains(canary.id()));
		assertThat(state().phase()).isEqualTo(Phase.RUNNING);
		assertThat(fleet()).hasSize(2);
		assertThat(this.etcd.getAll(KEYS.goodbyes("checkout"))).isEmpty();
	}

	@Test
	void candidateThatIsRefusedIsRolledBack() {
		this.instances.forEach((instance) -> instance.refuses = true);
		start(Stage.instances(5, LONG), Stage.instances(100, LONG));
		awaitPhase(Phase.ROLLED_BACK);
		assertThat(reason()).endsWith(" refused 'v2': discount: must be less");
	}

	@Test
	void guardThatFailsRollsBack() {
		start(Stage.instances(5, LONG).guardedBy(List.of(Guard.health(null))), Stage.instances(100, LONG));
		awaitCanary();
		Application.await("reading", () -> fleet().toString().contains("PASSED"));
		canary().health = Outcome.FAILED;
		awaitPhase(Phase.ROLLED_BACK);
		assertThat(reason()).startsWith("guard 'health' fails on instance ");
	}

	@Test
	void idleInstancesWriteNothing() {
		long revision = this.etcd.revision();
		Instant end = Instant.now().plusSeconds(4);
		Application.await("a while", () -> Instant.now().isAfter(end));
		assertThat(this.etcd.revision()).isEqualTo(revision);
		assertThat(fleet()).hasSize(3);
	}

	@Test
	void fleetComesBackAfterAWipe() {
		this.etcd.wipe();
		awaitFleet();
	}

}
