package io.setpoint.rollout.control;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.setpoint.document.Restriction;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RefusedByFleetException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.rollout.Trial;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StoredRollouts} that ask the fleet, in virtual time.
 */
class JudgedRolloutsTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Plan PLAN = Plan.allAtOnce(Duration.ofMinutes(1));

	private final VirtualTime time = new VirtualTime();

	private final MemoryEtcd etcd = new MemoryEtcd(this.time);

	private final MemoryEtcd.Link link = this.etcd.new Link();

	private final Clock clock = Clock.fixed(VirtualTime.ORIGIN, ZoneOffset.UTC);

	private final Trials trials = new Trials(this.link, KEYS, (delay) -> (task) -> this.time.after(delay, task),
			this.clock);

	private final StoredRollouts rollouts = rollouts(this.trials);

	private int races;

	private StoredRollouts rollouts(Trials trials) {
		WritableStore store = (WritableStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WritableStore.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("commit") && this.races > 0) {
						this.races--;
						touchState();
					}
					return method.invoke(this.link, arguments);
				});
		return new StoredRollouts(Set.of("shop"), store, KEYS, (configuration, version) -> List.of(),
				(configuration) -> Restriction.NONE, 5, () -> null, Runnable::run, this.clock)
			.judgedBy(trials, Duration.ofSeconds(5));
	}

	private void touchState() {
		byte[] state = this.etcd.entries(KEYS.state("shop")).get(0).value();
		this.etcd.commit(Transaction.builder().put(KEYS.state("shop"), state).build());
	}

	private void join(String instance, String build) {
		FleetMember member = new FleetMember(instance, Map.of(), null, null, 0, Verdict.PENDING, null, null, 0,
				List.of(), VirtualTime.ORIGIN, instance)
			.of(build, List.of(), List.of());
		this.etcd.commit(Transaction.builder().put(KEYS.member("shop", instance), RolloutFormat.write(member)).build());
	}

	private <T> T result(CompletableFuture<T> future) {
		this.time.advance(Duration.ofSeconds(10));
		assertThat(future).isDone();
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			throw (RuntimeException) ex.getCause();
		}
	}

	private void publish(String id, boolean unjudged) {
		result(this.rollouts.publish("shop", NewVersion.of("ann", "name: " + id).withId(id), unjudged));
	}

	private List<HistoryEntry> history() {
		return result(this.rollouts.history("shop"));
	}

	@Test
	void publishWhenNobodyIsAliveNeedsAWord() {
		assertThatExceptionOfType(RefusedByFleetException.class).isThrownBy(() -> publish("v1", false))
			.withMessage("Version 'v1' of 'shop' was not published, because nobody is alive who could judge it: start"
					+ " an instance, or say that it may go unjudged");
		assertThat(this.etcd.entries("/rollouts/")).isEmpty();
		publish("v1", true);
		assertThat(result(this.rollouts.version("shop", "v1")).id()).isEqualTo("v1");
		assertThat(history()).singleElement().satisfies((entry) -> {
			assertThat(entry.unjudged()).isTrue();
			assertThat(entry.action()).isEqualTo("publish");
			assertThat(entry.by()).isEqualTo("ann");
			assertThat(entry.reason()).isEqualTo("version 'v1' was published unjudged");
		});
	}

	@Test
	void unjudgedPublicationChangesNothingElseOfTheState() {
		publish("v1", true);
		result(this.rollouts.start("shop", "v1", PLAN, "ann", null, true));
		RolloutState before = result(this.rollouts.state("shop"));
		publish("v2", true);
		RolloutState after = result(this.rollouts.state("shop"));
		assertThat(after).isEqualTo(before.behind(before.serial() + 1));
		assertThat(history()).extracting(HistoryEntry::action).containsExactly("publish", "start", "publish");
		assertThat(history()).extracting(HistoryEntry::unjudged).containsOnly(true);
	}

	@Test
	void unjudgedPublicationThatLosesARaceIsWrittenBehindTheOther() {
		publish("v1", true);
		this.races = 2;
		publish("v2", true);
		assertThat(this.races).isZero();
		assertThat(history()).extracting(HistoryEntry::serial).containsExactly(1L, 2L);
		this.races = Integer.MAX_VALUE;
		assertThatExceptionOfType(RolloutConflictException.class).isThrownBy(() -> publish("v3", true))
			.withMessage("Somebody else has changed the rollout of 'shop' in the same moment, again and again, so"
					+ " version 'v3' was not published: try again");
		this.races = 0;
		assertThat(history()).hasSize(2);
	}

	@Test
	void unjudgedPublicationPrunesAsAnyOther() {
		for (int i = 1; i <= 8; i++) {
			publish("v" + i, true);
		}
		assertThat(result(this.rollouts.versions("shop"))).hasSize(5);
	}

	@Test
	void rehearsalFailsAsTheCommandWouldAndWritesNothing() {
		publish("v1", true);
		long revision = this.etcd.revision();
		assertThatExceptionOfType(UnknownVersionException.class)
			.isThrownBy(() -> result(this.rollouts.rehearse("shop", new Command.Release("v9"), "ann", null)));
		assertThatExceptionOfType(TransitionRefusedException.class)
			.isThrownBy(() -> result(this.rollouts.rehearse("shop", new Command.Pause(), "ann", null)));
		assertThat(result(this.rollouts.rehearse("shop", new Command.Release("v1"), "ann", null)).stable())
			.isEqualTo("v1");
		assertThat(this.etcd.revision()).isEqualTo(revision);
	}

	@Test
	void buildThatDoesNotAnswerKeepsItFromBeingPublished() {
		join("a", "one");
		assertThatExceptionOfType(RefusedByFleetException.class).isThrownBy(() -> publish("v1", false))
			.withMessageContaining("was not published, because not every live build accepts it: build one (1 instance)"
					+ " has not answered")
			.satisfies((ex) -> assertThat(ex.getVerdict().builds()).hasSize(1));
		assertThat(this.etcd.entries("/rollouts/")).isEmpty();
	}

	@Test
	void startAsksAgain() {
		publish("v1", true);
		assertThatExceptionOfType(RefusedByFleetException.class)
			.isThrownBy(() -> result(this.rollouts.start("shop", "v1", PLAN, "ann")))
			.withMessageStartingWith("The rollout of 'v1' of 'shop' was not started, because nobody is alive");
		result(this.rollouts.start("shop", "v1", PLAN, "ann", "must", true));
		assertThat(history()).last().satisfies((entry) -> {
			assertThat(entry.action()).isEqualTo("start");
			assertThat(entry.unjudged()).isTrue();
		});
		assertThatExceptionOfType(TransitionRefusedException.class)
			.isThrownBy(() -> result(this.rollouts.start("shop", "v1", PLAN, "ann")));
	}

	@Test
	void instanceAsksNobodyWhereItsOwnBuildIsAlone() {
		join("a", "one");
		StoredRollouts own = rollouts(this.trials.judgedBy(new Judge(), Runnable::run));
		result(own.publish("shop", NewVersion.of("ann", "name: v1").withId("v1")));
		result(own.start("shop", "v1", PLAN, "ann"));
		assertThat(history()).extracting(HistoryEntry::unjudged).containsOnlyNulls();
		assertThat(this.etcd.chronicle().changes(2)).noneMatch((change) -> change.key().contains("trials"));
		assertThat(result(own.tryOut("shop", "name: v2", "ann")).isAccepted()).isTrue();
		join("b", "two");
		assertThatExceptionOfType(RefusedByFleetException.class)
			.isThrownBy(() -> result(own.publish("shop", NewVersion.of("ann", "name: v3"))))
			.withMessageContaining("build two (1 instance) has not answered");
	}

	/**
	 * A judge that accepts everything.
	 */
	private static final class Judge implements TrialJudge {

		@Override
		public String build() {
			return "one";
		}

		@Override
		public BuildVerdict judge(String configuration, Trial trial) {
			return BuildVerdict.of("one", List.of(), List.of(), List.of());
		}

	}

}
