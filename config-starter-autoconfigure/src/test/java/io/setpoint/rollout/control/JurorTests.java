package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.setpoint.instance.Identity;
import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.BuildVerdict.Outcome;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.Trial;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Juror}, in virtual time.
 */
@ExtendWith(OutputCaptureExtension.class)
class JurorTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualTime time = new VirtualTime();

	private final MemoryEtcd etcd = new MemoryEtcd(this.time);

	private final Trials trials = new Trials(this.etcd.new Link(), KEYS,
			(delay) -> (task) -> this.time.after(delay, task), Clock.fixed(VirtualTime.ORIGIN, ZoneOffset.UTC));

	private final Random random = new Random(1);

	private final List<Instance> instances = new ArrayList<>();

	private Instance join(String id, String build, String... profiles) {
		Instance instance = new Instance(id, build, List.of(profiles));
		this.instances.add(instance);
		FleetMember member = new FleetMember(id, Map.of(), null, null, 0, Verdict.PENDING, null, null, 0, List.of(),
				VirtualTime.ORIGIN, id)
			.of(build, List.of(profiles), List.of());
		this.etcd.commit(Transaction.builder().put(KEYS.member("shop", id), RolloutFormat.write(member)).build());
		return instance;
	}

	private CompletableFuture<FleetVerdict> ask(Duration patience) {
		CompletableFuture<FleetVerdict> asked = this.trials.ask("shop", "pricing: 1", "ann", TIMEOUT);
		this.time.advance(patience);
		return asked;
	}

	private FleetVerdict asked() {
		CompletableFuture<FleetVerdict> asked = ask(TIMEOUT.plusSeconds(1));
		assertThat(asked).isDone();
		return asked.join();
	}

	private int judged() {
		return this.instances.stream().mapToInt((instance) -> instance.judged).sum();
	}

	@Test
	void oneInstanceOfEachBuildThatIsAskedAnswers() {
		join("a", "one");
		join("b", "two");
		this.time.advance(Duration.ofSeconds(1));
		CompletableFuture<FleetVerdict> asked = ask(Duration.ofMillis(100));
		assertThat(asked).isDone();
		assertThat(asked.join().isAccepted()).isTrue();
		assertThat(asked.join().builds()).extracting(BuildVerdict::judge).containsExactly("a", "b");
		this.time.advance(Duration.ofMillis(100));
		assertThat(this.etcd.entries("/rollouts/")).isEmpty();
	}

	@Test
	void instancesOfOneBuildWithOtherProfilesDoNotAnswerForEachOther() {
		join("a", "one");
		join("b", "one");
		join("c", "one", "prod").problems = List.of("pricing is too low");
		join("d", "two", "prod");
		this.time.advance(Duration.ofSeconds(1));
		FleetVerdict verdict = asked();
		assertThat(verdict.builds()).extracting(BuildVerdict::build).containsExactlyInAnyOrder("one", "one", "two");
		assertThat(verdict.builds()).extracting(BuildVerdict::variant)
			.containsExactlyInAnyOrder("without a profile", "with profiles 'prod'", null);
		assertThat(verdict.problems())
			.containsExactly("build one with profiles 'prod' (1 instance) refuses it: pricing is too low");
		assertThat(this.etcd.entries("/rollouts/")).isEmpty();
	}

	@Test
	void fewOfManyLookAndOneJudges() {
		IntStream.range(0, 200).forEach((number) -> join("i" + number, "one"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(asked().isAccepted()).isTrue();
		assertThat(judged()).isBetween(1, 8);
		assertThat(this.instances.stream().mapToInt((instance) -> instance.link.calls - 1).filter((n) -> n > 0).count())
			.isLessThan(20);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 1000 })
	void waitsAreSuchThatTheFirstComesSoonAndFewWithIt(int instances) {
		List<Duration> waits = IntStream.range(0, instances)
			.mapToObj((number) -> Juror.pause(instances, (number + 0.5) / instances))
			.sorted()
			.toList();
		assertThat(waits.get(0)).isBetween(Duration.ofMillis(5), Duration.ofMillis(10));
		assertThat(waits.stream().filter((wait) -> wait.toMillis() < 80)).hasSizeLessThanOrEqualTo(4);
		assertThat(waits).allMatch((wait) -> wait.compareTo(Duration.ofMinutes(1)) <= 0);
	}

	@Test
	void anotherInstanceAnswersForOneThatIsKilledInMidVerdict() {
		Instance first = join("a", "one");
		first.hangs = true;
		first.early = true;
		Instance second = join("b", "one");
		this.time.advance(Duration.ofSeconds(1));
		FleetVerdict verdict = asked();
		assertThat(first.judged).isZero();
		assertThat(first.held).hasSize(1);
		assertThat(second.judged).isEqualTo(1);
		assertThat(verdict.builds()).extracting(BuildVerdict::judge).containsExactly("b");
		first.held.get(0).run();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.etcd.entries("/rollouts/")).isEmpty();
	}

	@Test
	void judgeThatFailsSaysSo() {
		join("a", "one").failure = new StackOverflowError("secret");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(asked().problems())
			.containsExactly("build one (1 instance) could not judge it: it failed with java.lang.StackOverflowError");
	}

	@Test
	void trialThatIsNoneIsAnsweredAndHarmsNobody() {
		Instance instance = join("a", "one");
		this.time.advance(Duration.ofSeconds(1));
		long lease = lease();
		this.etcd.commit(Transaction.builder()
			.put(KEYS.trial("shop", "t"), "{".getBytes(StandardCharsets.UTF_8), lease)
			.put(KEYS.summons("shop", "t"), RolloutFormat.write(new Summons(lease, Map.of("one", 1))), lease)
			.build());
		this.time.advance(Duration.ofSeconds(1));
		BuildVerdict verdict = RolloutFormat.read(this.etcd.entries(KEYS.verdict("shop", "t", "one")).get(0).value(),
				BuildVerdict.class);
		assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(instance.judged).isZero();
		assertThat(asked().isAccepted()).isTrue();
	}

	@Test
	void trialThatIsGoneIsLetBe() {
		Instance instance = join("a", "one");
		this.time.advance(Duration.ofSeconds(1));
		long lease = lease();
		this.etcd.commit(Transaction.builder()
			.put(KEYS.summons("shop", "t"), RolloutFormat.write(new Summons(lease, Map.of("one", 1))), lease)
			.build());
		this.time.advance(Duration.ofSeconds(2));
		assertThat(instance.judged).isZero();
		assertThat(this.etcd.entries(KEYS.trials("shop"))).isEmpty();
	}

	private long lease() {
		CompletableFuture<Long> lease = this.etcd.new Link().grant(Duration.ofMinutes(1));
		this.time.advance(Duration.ofMillis(10));
		return lease.join();
	}

	@Test
	void instanceThatMayNotWriteSaysSoOnceAndItsBuildIsNamed(CapturedOutput output) {
		join("a", "one").link.denied = true;
		this.time.advance(Duration.ofSeconds(1));
		assertThat(asked().builds()).extracting(BuildVerdict::outcome).containsExactly(Outcome.UNANSWERED);
		assertThat(asked().builds()).extracting(BuildVerdict::outcome).containsExactly(Outcome.UNANSWERED);
		assertThat(output.toString().split("may not give a verdict in trials of 'shop'", -1)).hasSize(2);
	}

	@Test
	void outageInTheMiddleIsWaitedFor() {
		Instance instance = join("a", "one");
		this.time.advance(Duration.ofSeconds(1));
		instance.link.losesAnswers = true;
		CompletableFuture<FleetVerdict> asked = ask(Duration.ofMillis(200));
		instance.link.losesAnswers = false;
		this.time.advance(Duration.ofSeconds(2));
		assertThat(asked).isDone();
		assertThat(asked.join().isAccepted()).isTrue();
	}

	@Test
	void idleInstanceAsksAndWritesNothing() {
		Instance instance = join("a", "one");
		this.time.advance(Duration.ofHours(1));
		assertThat(instance.link.calls).isZero();
		assertThat(instance.link.writes).isZero();
	}

	/**
	 * An instance as far as trials see it.
	 */
	private final class Instance implements TrialJudge, WatchListener {

		private final MemoryEtcd.Link link = JurorTests.this.etcd.new Link();

		private final List<Runnable> held = new ArrayList<>();

		private final String build;

		private final List<String> profiles;

		private final Juror juror;

		private @Nullable Error failure;

		private List<String> problems = List.of();

		private boolean hangs;

		private boolean early;

		private int judged;

		Instance(String id, String build, List<String> profiles) {
			this.build = build;
			this.profiles = profiles;
			ControlSettings settings = new ControlSettings(new Identity(id, Map.of()), KEYS, List.of("shop"),
					Duration.ofSeconds(10), true, Duration.ofSeconds(5), MirrorSettings.defaults());
			Surroundings<WritableStore> surroundings = new Surroundings<>(this.link, JurorTests.this.time.new Process(),
					() -> this.early ? 0 : JurorTests.this.random.nextDouble());
			this.juror = new Juror(surroundings, settings, "shop", this, this::run);
			this.link.watch(RolloutKeys.followed(KEYS.state("shop")), 1, this);
		}

		private void run(Runnable task) {
			if (this.hangs) {
				this.held.add(task);
			}
			else {
				task.run();
			}
		}

		@Override
		public String build() {
			return this.build;
		}

		@Override
		public List<String> profiles() {
			return this.profiles;
		}

		@Override
		public BuildVerdict judge(String configuration, Trial trial) {
			this.judged++;
			if (this.failure != null) {
				throw this.failure;
			}
			return BuildVerdict.of(this.build, this.problems, List.of(), List.of());
		}

		@Override
		public void created(Header header) {
		}

		@Override
		public void progressed(Header header) {
		}

		@Override
		public void changed(Header header, List<Change> changes) {
			for (Change change : changes) {
				String trial = change.key().substring(KEYS.summons("shop").length());
				this.juror.summoned(trial, bench(), (change instanceof Change.Put put)
						? RolloutFormat.read(put.entry().value(), Summons.class) : null);
			}
		}

		@Override
		public void ended(StoreException cause) {
		}

	}

}
