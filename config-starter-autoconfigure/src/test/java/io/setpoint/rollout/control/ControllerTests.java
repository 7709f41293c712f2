package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.setpoint.instance.Identity;
import io.setpoint.lease.Election;
import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.archive.Ledger;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Controller}, {@link Election} and {@link FleetRegistration}, in
 * virtual time.
 */
class ControllerTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration BAKE = Duration.ofSeconds(30);

	private final VirtualTime time = new VirtualTime();

	private final MemoryEtcd etcd = new MemoryEtcd(this.time);

	private final Map<String, Instance> instances = new LinkedHashMap<>();

	@BeforeEach
	void start() {
		write(new Command.Release("v1"));
		for (String id : List.of("a", "b", "c")) {
			this.instances.put(id, new Instance(id));
		}
		seconds(1);
	}

	private void write(Command command) {
		long revision = this.etcd.entries(KEYS.state("shop")).stream().mapToLong((it) -> it.modRevision()).sum();
		new Ledger(this.etcd.new Link(), KEYS).write("shop",
				Transition.of(state(), command, "somebody", VirtualTime.ORIGIN.plusNanos(this.time.nanos()), null),
				revision, null);
		this.time.advance(Duration.ofMillis(5));
		this.instances.values().forEach(Instance::follow);
	}

	private void startRollout() {
		write(new Command.Start("v2", Plan.of(Stage.instances(5, BAKE), Stage.instances(100, BAKE)), "salt"));
		seconds(2);
	}

	private RolloutState state() {
		return this.etcd.entries(KEYS.state("shop"))
			.stream()
			.map((entry) -> RolloutFormat.read(entry.value(), RolloutState.class))
			.findFirst()
			.orElse(RolloutState.INITIAL);
	}

	private Set<String> expected() {
		KeyValue entry = this.etcd.entries(KEYS.expected("shop")).get(0);
		return RolloutFormat.read(entry.value(), Cohort.class).expected();
	}

	private List<HistoryEntry> history() {
		return this.etcd.entries(KEYS.history("shop"))
			.stream()
			.map((entry) -> RolloutFormat.read(entry.value(), HistoryEntry.class))
			.toList();
	}

	private List<String> actions() {
		return history().stream().map(HistoryEntry::action).toList();
	}

	private void seconds(int seconds) {
		for (int i = 0; i < seconds * 10; i++) {
			this.time.advance(Duration.ofMillis(100));
			this.instances.values().forEach(Instance::follow);
		}
	}

	private Instance controller() {
		String holder = new String(this.etcd.entries(KEYS.controller("shop")).get(0).value());
		return Objects.requireNonNull(this.instances.get(holder.substring(0, holder.indexOf(' '))));
	}

	private String canary() {
		return expected().iterator().next();
	}

	/**
	 * Give the term to an instance that is not the canary.
	 */
	private Instance controllerBesideCanary() {
		Instance holder = controller();
		while (holder.id.equals(canary())) {
			holder.controller.stop();
			seconds(3);
			holder = controller();
		}
		return holder;
	}

	@Test
	void runningRolloutIsMovedThroughAllStages() {
		startRollout();
		seconds(65);
		assertThat(actions()).containsExactly("release", "start", "extend", "promote", "extend", "promote");
		assertThat(state().phase()).isEqualTo(Phase.COMPLETED);
		assertThat(this.etcd.entries(KEYS.controller("shop"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "a/b | {\"instance\": \"a/b\", \"verdict\": \"ACCEPTED\"}", "d | {\"instance\": \"d\"}",
					"d | nonsense", "d | null",
					"d | {\"instance\": \"d\", \"verdict\": \"REFUSED\", \"readings\": [{\"count\": 1}]}" })
	void rolloutAmongEntriesThatAreNonsenseIsMovedThroughAllStages(String id, String entry) {
		this.etcd
			.commit(Transaction.builder().put(KEYS.member("shop", id), entry.getBytes(StandardCharsets.UTF_8)).build());
		startRollout();
		seconds(65);
		assertThat(state().phase()).isEqualTo(Phase.COMPLETED);
	}

	@Test
	void controllerThatIsCutOffIsReplacedAndTheBakeGoesOn() {
		startRollout();
		Instance first = controllerBesideCanary();
		int before = actions().size();
		first.link.cut = true;
		seconds(12);
		assertThat(controller()).isNotSameAs(first);
		assertThat(first.controller.isElected()).isFalse();
		seconds(20);
		assertThat(actions().subList(before, actions().size())).startsWith("promote");
		HistoryEntry promoted = history().get(before);
		assertThat(Duration.between(history().get(1).at(), promoted.at())).isBetween(BAKE, BAKE.plusSeconds(1));
	}

	@Test
	void controllerThatWasFrozenStepsDownWhenThawed() {
		startRollout();
		Instance first = controllerBesideCanary();
		first.process.freeze();
		seconds(9);
		Instance second = controller();
		assertThat(second).isNotSameAs(first);
		long revision = this.etcd.entries(KEYS.state("shop")).get(0).modRevision();
		first.process.thaw();
		seconds(2);
		assertThat(first.controller.isElected()).isFalse();
		assertThat(second.controller.isElected()).isTrue();
		assertThat(this.etcd.entries(KEYS.state("shop")).get(0).modRevision()).isEqualTo(revision);
	}

	@Test
	void transitionThatArrivesAfterTheTermIsFenced() {
		startRollout();
		Instance first = controllerBesideCanary();
		first.link.holdsCommits = true;
		seconds(29);
		assertThat(state().stage()).isZero();
		first.link.cut = true;
		this.etcd.endAll();
		RolloutState before = state();
		first.link.deliverHeld();
		assertThat(first.link.held).isNotEmpty();
		assertThat(state()).isEqualTo(before);
	}

	@Test
	void transitionWhoseAnswerIsLostIsNotRepeated() {
		startRollout();
		controllerBesideCanary().link.losesAnswers = true;
		seconds(70);
		assertThat(state().phase()).isEqualTo(Phase.COMPLETED);
		assertThat(actions().stream().filter("promote"::equals)).hasSize(2);
		for (int i = 0; i < history().size(); i++) {
			assertThat(history().get(i).serial()).isEqualTo(i + 1);
		}
	}

	@Test
	void canaryWhoseProcessDiesIsRolledBack() {
		startRollout();
		controllerBesideCanary();
		String canary = canary();
		Instance dead = Objects.requireNonNull(this.instances.get(canary));
		dead.process.freeze();
		seconds(12);
		assertThat(state().phase()).isEqualTo(Phase.ROLLED_BACK);
		assertThat(state().reason()).isEqualTo("instance " + canary + " vanished");
	}

	@Test
	void canaryThatDiesAsTheControllerIsMissedByTheNextOne() {
		startRollout();
		Instance holder = controller();
		while (!holder.id.equals(canary())) {
			holder.controller.stop();
			seconds(3);
			holder = controller();
		}
		holder.process.freeze();
		seconds(25);
		assertThat(state().phase()).isEqualTo(Phase.ROLLED_BACK);
		assertThat(state().reason()).isEqualTo("instance " + holder.id + " vanished");
	}

	@Test
	void stateThatAllInstancesFollowDoesNotNameThemAll() {
		startRollout();
		seconds(32);
		assertThat(state().stage()).isOne();
		assertThat(expected()).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(state().cohort().expected()).isEmpty();
		assertThat(state().cohort().instances()).hasSize(1);
		assertThat(history().get(4).instances()).isEqualTo(3);
	}

	@Test
	void allLeasesThatAreLostAtOnceAreNoVanishedCanary() {
		startRollout();
		this.etcd.endAll();
		seconds(10);
		assertThat(state().phase()).isEqualTo(Phase.RUNNING);
		assertThat(this.etcd.entries(KEYS.fleet("shop"))).hasSize(3);
	}

	@Test
	void rolloutGoesOnWhenEtcdIsRestoredWithoutTheGoodbyes() {
		startRollout();
		long backup = this.etcd.revision();
		this.etcd.commit(Transaction.builder().put(KEYS.goodbye("shop", "z", "1"), new byte[0]).build());
		seconds(1);
		this.etcd.restore(backup);
		seconds(80);
		assertThat(state().phase()).isEqualTo(Phase.COMPLETED);
	}

	@Test
	void idleInstanceWritesNothing() {
		long revision = this.etcd.revision();
		seconds(120);
		assertThat(this.etcd.revision()).isEqualTo(revision);
		assertThat(this.etcd.entries(KEYS.fleet("shop"))).hasSize(3);
	}

	@Test
	void pausedRolloutHasNoController() {
		startRollout();
		write(new Command.Pause());
		seconds(2);
		assertThat(this.etcd.entries(KEYS.controller("shop"))).isEmpty();
		write(new Command.Resume());
		seconds(2);
		assertThat(this.etcd.entries(KEYS.controller("shop"))).hasSize(1);
	}

	/**
	 * One instance.
	 */
	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void instanceThatMayNotWriteTheControllersKeySaysSoOnce(CapturedOutput output) {
		this.instances.values().forEach((instance) -> instance.link.denied = true);
		startRollout();
		seconds(20);
		assertThat(output.getAll()
			.split("This instance may not write '/rollouts/shop/controller', so it cannot move the"
					+ " rollout: grant its user's role the right to write there and beside it, or set"
					+ " 'setpoint.rollout.controller=false'", -1))
			.hasSize(4);
	}

	private final class Instance {

		private final String id;

		private final MemoryEtcd.Link link = ControllerTests.this.etcd.new Link();

		private final VirtualTime.Process process = ControllerTests.this.time.new Process();

		private final FleetRegistration registration;

		private final Controller controller;

		private final List<Runnable> guards = new ArrayList<>();

		private long followed;

		Instance(String id) {
			this.id = id;
			ControlSettings settings = new ControlSettings(new Identity(id, Map.of()), KEYS, List.of("shop"),
					Duration.ofSeconds(10), true, Duration.ofSeconds(5), MirrorSettings.defaults());
			Surroundings<WritableStore> surroundings = new Surroundings<>(this.link, this.process, () -> 0.5);
			this.registration = new FleetRegistration(surroundings, settings, List.of(), this.guards::add);
			this.controller = new Controller(surroundings, settings, "shop");
			this.process.execute(this.registration::start);
		}

		void follow() {
			ControllerTests.this.etcd.entries(KEYS.state("shop"))
				.stream()
				.filter((entry) -> entry.modRevision() > this.followed && !this.link.cut)
				.forEach((entry) -> {
					this.followed = entry.modRevision();
					RolloutState state = RolloutFormat.read(entry.value(), RolloutState.class);
					Following following = new Following("shop", state, entry.modRevision(),
							state.versionFor(new Identity(this.id, Map.of())), null, Verdict.ACCEPTED, null);
					this.process.execute(() -> {
						this.registration.followed(following);
						this.controller.followed(following);
					});
				});
		}

	}

}
