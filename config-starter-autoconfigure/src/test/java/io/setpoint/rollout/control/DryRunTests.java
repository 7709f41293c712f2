package io.setpoint.rollout.control;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.document.Restriction;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.control.SimulatedFleet.Instance;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.WritableStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a guard in dry run says is found where people look.
 */
@ExtendWith(OutputCaptureExtension.class)
class DryRunTests {

	private static final String WOULD = "would go back from stage 1, but it is a dry run: guard 'witness' fails on";

	private final SimulatedFleet fleet = new SimulatedFleet(new Random(7));

	private final StoredRollouts operator = this.fleet.operator(this.fleet.etcd.new Link());

	private final Plan plan = Plan.of(
			Stage.instances(50, Duration.ofSeconds(20)).guardedBy(List.of(Guard.custom("witness").asDryRun())),
			Stage.instances(100, Duration.ofSeconds(5)));

	@BeforeEach
	void start() {
		for (int i = 0; i < 3; i++) {
			this.fleet.join();
		}
		this.fleet.pass(Duration.ofSeconds(2));
		for (String id : List.of("v1", "v2")) {
			done(this.operator.publish("shop", new NewVersion(id, "ann", null, Map.of(), "a: " + id)));
		}
		done(this.operator.execute("shop", new Command.Release("v1"), "ann", null));
		done(this.operator.start("shop", "v2", this.plan, "ann", "a try"));
		this.fleet.pass(Duration.ofSeconds(3));
	}

	private <T> T done(CompletableFuture<T> result) {
		this.fleet.pass(Duration.ofMillis(500));
		assertThat(result).isDone();
		return result.join();
	}

	private void judge(Outcome outcome) {
		for (Instance instance : this.fleet.instances.values()) {
			instance.judge(outcome);
		}
		this.fleet.pass(Duration.ofSeconds(4));
	}

	private List<HistoryEntry> history() {
		return done(this.operator.history("shop"));
	}

	@Test
	void failureIsInTheLogOnceAndInTheHistoryAtTheEndOfTheStage(CapturedOutput output) {
		judge(Outcome.FAILED);
		judge(Outcome.PASSED);
		judge(Outcome.FAILED);
		judge(Outcome.PASSED);
		this.fleet.pass(Duration.ofSeconds(40));
		HistoryEntry promoted = history().stream()
			.filter((entry) -> entry.action().equals("promote"))
			.findFirst()
			.orElseThrow();
		assertThat(promoted.guards()).singleElement().satisfies((verdict) -> {
			assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(verdict.text()).startsWith("guard 'witness' fails on instance");
		});
		assertThat(output.getAll().split(WOULD, -1)).hasSize(2);
		assertThat(history()).extracting(HistoryEntry::action).doesNotContain("rollback");
	}

	@Test
	void verdictIsInTheAnswerWhileTheStageGoesOn() {
		judge(Outcome.FAILED);
		assertThat(done(this.operator.guards("shop"))).singleElement().satisfies((verdict) -> {
			assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(verdict.dryRun()).isTrue();
		});
		judge(Outcome.PASSED);
		assertThat(done(this.operator.guards("shop"))).extracting(GuardVerdict::outcome)
			.containsExactly(Outcome.PASSED);
	}

	@Test
	void verdictIsInTheHistoryWhenSomebodyEndsTheStage() {
		judge(Outcome.FAILED);
		done(this.operator.execute("shop", new Command.Abort(), "bob", null));
		List<HistoryEntry> history = history();
		assertThat(history.get(history.size() - 1).guards()).extracting(GuardVerdict::outcome)
			.containsExactly(Outcome.FAILED);
		assertThat(done(this.operator.guards("shop"))).isEmpty();
	}

	@Test
	void fleetThatCannotBeReadHoldsNoCommandUp(CapturedOutput output) {
		WritableStore etcd = this.fleet.etcd.new Link();
		WritableStore blind = (WritableStore) Proxy.newProxyInstance(WritableStore.class.getClassLoader(),
				new Class<?>[] { WritableStore.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("read") && List.of("/fleet/shop/").equals(arguments[0])) {
						return CompletableFuture.failedFuture(new PermissionDeniedException("not for you", null));
					}
					return method.invoke(etcd, arguments);
				});
		StoredRollouts operator = new StoredRollouts(Set.of("shop"), blind, SimulatedFleet.KEYS,
				(configuration, version) -> List.of(), (configuration) -> Restriction.NONE, 5, () -> null,
				Runnable::run, Clock.systemUTC());
		assertThat(done(operator.execute("shop", new Command.Abort(), "bob", null)).phase()).isEqualTo(Phase.ABORTED);
		assertThat(output).contains("The fleet of 'shop' could not be read").contains("not for you");
	}

}
