package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.control.SimulatedFleet.Instance;
import io.setpoint.store.Calls;
import io.setpoint.store.StoreUnreachableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random rollouts over whole fleets with random faults, in virtual time. A failure names
 * its seed; {@code -Dsetpoint.seed=} runs that one alone, {@code -Dsetpoint.runs=} more.
 */
class FleetRandomisedTests {

	private static final int RUNS = 80;

	private static final Map<String, Integer> happened = new TreeMap<>();

	@BeforeAll
	static void silence() {
		logger().setLevel(Level.OFF);
	}

	@AfterAll
	static void speak() {
		logger().setLevel(null);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("io.setpoint");
	}

	@Test
	void rolloutsUnderAnyFaultsKeepTheLawsAndComeToAnEnd() {
		Long seed = Long.getLong("setpoint.seed");
		int runs = Integer.getInteger("setpoint.runs", RUNS);
		happened.clear();
		List<AssertionError> failures = new ArrayList<>();
		for (long next = 1; next <= runs; next++) {
			if (seed == null || seed == next) {
				run(next, failures);
			}
		}
		assertThat(failures).isEmpty();
		if (seed == null) {
			System.out.println("Seeds 1 to " + runs + ": " + happened);
			assertThat(happened).containsKeys("promote by itself", "rollback by itself", "pause by itself", "resume",
					"ends in COMPLETED");
		}
	}

	private static void run(long seed, List<AssertionError> failures) {
		try {
			new Run(seed).run();
		}
		catch (Throwable ex) {
			failures.add(new AssertionError("seed " + seed + ": " + ex.getMessage(), ex));
		}
	}

	/**
	 * One fleet with its operators and faults.
	 */
	private static final class Run {

		private final Random random;

		private final SimulatedFleet fleet;

		private final List<MemoryEtcd.Link> links = new ArrayList<>();

		private final List<StoredRollouts> operators = new ArrayList<>();

		private final Map<String, CompletableFuture<?>> commands = new TreeMap<>();

		Run(long seed) {
			this.random = new Random(seed);
			this.fleet = new SimulatedFleet(this.random);
			for (int i = 0; i < 2; i++) {
				MemoryEtcd.Link link = this.fleet.etcd.new Link();
				this.links.add(link);
				this.operators.add(this.fleet.operator(link));
			}
		}

		void run() {
			begin();
			for (int i = 0; i < 25; i++) {
				act();
				this.fleet.pass(Duration.ofMillis(100 * (1 + this.random.nextInt(60))));
			}
			end();
			this.fleet.referee.actions().forEach((action, count) -> happened.merge(action, count, Integer::sum));
			happened.merge("ends in " + this.fleet.referee.state().phase(), 1, Integer::sum);
		}

		private void begin() {
			int size = 1 + this.random.nextInt(6);
			for (int i = 0; i < size; i++) {
				this.fleet.join();
			}
			for (String version : List.of("v1", "v2", "v3")) {
				this.operators.get(0)
					.publish(SimulatedFleet.SHOP, NewVersion.of("alice", "a: " + version).withId(version));
				this.fleet.pass(Duration.ofMillis(200));
			}
			give(new Command.Release("v1"));
			this.fleet.pass(Duration.ofSeconds(1));
			start();
		}

		private void act() {
			if (this.random.nextInt(3) == 0) {
				command();
				if (this.random.nextBoolean()) {
					command();
				}
			}
			else {
				fault();
			}
			if (!this.fleet.referee.state().phase().isActive() && this.random.nextBoolean()) {
				start();
			}
		}

		private void command() {
			switch (this.random.nextInt(12)) {
				case 0 -> give(new Command.Abort());
				case 1 -> give(new Command.Rollback(null));
				case 2 -> give(new Command.Rollback("v" + (1 + this.random.nextInt(4))));
				case 3 -> give(new Command.Release("v" + (1 + this.random.nextInt(4))));
				case 4 -> give(new Command.Promote());
				case 5, 6 -> give(new Command.Pause());
				case 7, 8, 9 -> give(new Command.Resume());
				case 10 -> give(new Command.Approve());
				default -> start();
			}
		}

		private void give(Command.Steering command) {
			int operator = this.random.nextInt(this.operators.size());
			this.links.get(operator).losesAnswers = this.random.nextInt(5) == 0;
			String reason = "reason " + this.commands.size();
			this.commands.put(reason,
					this.operators.get(operator).execute(SimulatedFleet.SHOP, command, "operator " + operator, reason));
		}

		private void start() {
			try {
				this.fleet.start("v" + (1 + this.random.nextInt(3)), plan());
			}
			catch (InvalidPlanException ex) {
				this.fleet.pass(Duration.ofMillis(100));
			}
		}

		private Plan plan() {
			List<Stage> stages = new ArrayList<>();
			for (int i = this.random.nextInt(3); i > 0; i--) {
				double percent = 1 + this.random.nextInt(99);
				Stage stage = (this.random.nextInt(4) > 0) ? Stage.instances(percent, bake())
						: Stage.requests(percent, bake());
				stages.add((this.random.nextInt(4) > 0) ? stage
						: stage.matching(Map.of("zone", this.random.nextBoolean() ? "a" : "b")));
			}
			stages.add((this.random.nextInt(4) > 0) ? Stage.instances(100, bake()) : Stage.requests(100, bake()));
			Approval approval = (this.random.nextInt(5) == 0) ? Approval.REQUIRED : Approval.NONE;
			Plan plan = new Plan(stages, approval, bake().plusSeconds(5));
			return this.random.nextBoolean() ? plan : plan.guardedBy(List.of(Guard.custom("bean")));
		}

		private Duration bake() {
			return Duration.ofMillis(this.random.nextInt(12_000));
		}

		private void fault() {
			if (this.fleet.instances.isEmpty()) {
				this.fleet.join();
				return;
			}
			Instance instance = this.fleet.any();
			Duration duration = Duration.ofMillis(100 * (1 + this.random.nextInt(200)));
			switch (this.random.nextInt(20)) {
				case 0 -> this.fleet.kill(instance);
				case 1, 2 -> this.fleet.restart(instance);
				case 3 -> this.fleet.leave(instance);
				case 4, 5 -> this.fleet.join();
				case 6 -> {
					instance.process.freeze();
					instance.ail(duration);
				}
				case 7 -> {
					instance.link.cut = true;
					instance.ail(duration);
				}
				case 8 -> {
					instance.link.losesAnswers = true;
					instance.ail(duration);
				}
				case 9 -> {
					instance.link.holdsCommits = true;
					instance.ail(duration);
				}
				case 10 -> instance.link.compact();
				case 11 -> this.fleet.lose();
				case 12 -> this.fleet.etcd.endAll();
				case 13 -> instance.process.step(this.fleet.skew());
				case 14 -> this.fleet.twin(instance);
				case 15 -> this.fleet
					.byHand(this.random.nextBoolean() ? 0 : this.random.nextInt((int) this.fleet.etcd.revision() + 1));
				case 16 -> this.fleet.outage(duration);
				case 17 -> instance.judge(this.random.nextBoolean() ? Outcome.FAILED : Outcome.INCONCLUSIVE);
				default -> this.fleet.refused.add(instance.identity.id() + " v" + (1 + this.random.nextInt(3)));
			}
		}

		private void end() {
			this.fleet.heal();
			do {
				this.fleet.join();
			}
			while (this.fleet.zones().size() < 2);
			settle();
			if (this.fleet.referee.state().phase() == Phase.PAUSED) {
				give(new Command.Resume());
				settle();
				assertThat(this.fleet.referee.state())
					.as("what was resumed is %s among %s", this.fleet.referee.state(), this.fleet.referee.members())
					.extracting(RolloutState::phase)
					.isEqualTo(Phase.COMPLETED);
			}
			List<String> reasons = this.fleet.reasons();
			this.commands.forEach((reason, command) -> answered(command, Collections.frequency(reasons, reason)));
			assertThat(this.fleet.etcd.entries(SimulatedFleet.KEYS.controller(SimulatedFleet.SHOP))).isEmpty();
			this.fleet.instances.values()
				.forEach((instance) -> assertThat(instance.isKnown())
					.as("%s of %s in %s", instance.identity, this.fleet.referee.members(), this.fleet.referee.state())
					.isTrue());
		}

		private static void answered(CompletableFuture<?> command, int written) {
			assertThat(command).isDone();
			command.handle((done, failure) -> {
				assertThat(written).as("how often it was written, %s", failure).isEqualTo((failure != null) ? 0 : 1);
				return (failure != null) ? assertThat(Calls.causeOf(failure)).isInstanceOfAny(
						TransitionRefusedException.class, RolloutConflictException.class, UnknownVersionException.class,
						StoreUnreachableException.class) : null;
			}).join();
		}

		private void settle() {
			this.fleet.pass(Duration.ofSeconds(3));
			for (int i = 0; i < 200 && this.fleet.referee.state().phase() == Phase.RUNNING; i++) {
				this.fleet.pass(Duration.ofSeconds(1));
			}
			this.fleet.pass(Duration.ofSeconds(15));
			assertThat(this.fleet.referee.state().phase())
				.as("end of %s among %s", this.fleet.referee.state(), this.fleet.referee.members())
				.isNotEqualTo(Phase.RUNNING);
		}

	}

}
