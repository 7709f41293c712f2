package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.Bench;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.BuildVerdict.Outcome;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.Trial;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Trials}, in virtual time.
 */
class TrialsTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualTime time = new VirtualTime();

	private final MemoryEtcd etcd = new MemoryEtcd(this.time);

	private final MemoryEtcd.Link link = this.etcd.new Link();

	private final Trials trials = new Trials(this.link, KEYS, (delay) -> (task) -> this.time.after(delay, task),
			Clock.fixed(VirtualTime.ORIGIN, ZoneOffset.UTC));

	private void join(String configuration, String instance, @Nullable String build, String... locations) {
		FleetMember member = new FleetMember(instance, Map.of(), null, null, 0, Verdict.PENDING, null, null, 0,
				List.of(), Instant.EPOCH, instance)
			.of(build, List.of(), List.of(locations));
		put(KEYS.member(configuration, instance), RolloutFormat.write(member));
	}

	private void put(String key, byte[] value) {
		this.etcd.commit(Transaction.builder().put(key, value).build());
	}

	private void millis(long millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

	private CompletableFuture<FleetVerdict> ask() {
		CompletableFuture<FleetVerdict> asked = this.trials.ask("shop", "pricing: 1", "ann", TIMEOUT);
		millis(10);
		return asked;
	}

	private <T> T result(CompletableFuture<T> asked) {
		millis(10);
		assertThat(asked).isDone();
		return asked.join();
	}

	private String summoned(String configuration) {
		List<KeyValue> summons = this.etcd.entries(KEYS.summons(configuration));
		assertThat(summons).hasSize(1);
		return summons.get(0).key().substring(KEYS.summons(configuration).length());
	}

	private Summons summons(String configuration) {
		return RolloutFormat.read(this.etcd.entries(KEYS.summons(configuration)).get(0).value(), Summons.class);
	}

	private void answer(String configuration, BuildVerdict verdict) {
		this.etcd.commit(Transaction.builder()
			.put(KEYS.verdict(configuration, summoned(configuration), verdict.build()), RolloutFormat.write(verdict),
					summons(configuration).lease())
			.build());
	}

	private static BuildVerdict accepted(String build) {
		return BuildVerdict.of(build, List.of(), List.of("com.acme.Pricing"), List.of("pricing"));
	}

	@Test
	void askWhenNobodyIsAliveSaysSoAndWritesNothing() {
		long before = this.etcd.revision();
		assertThat(ask()).isCompletedWithValue(FleetVerdict.NOBODY);
		assertThat(this.etcd.revision()).isEqualTo(before);
	}

	@Test
	void everyBuildIsAskedOnceAndNothingIsLeft() {
		join("shop", "a", "one");
		join("shop", "b", "one");
		join("shop", "c", "two");
		CompletableFuture<FleetVerdict> asked = ask();
		assertThat(summons("shop").builds()).isEqualTo(Map.of("one", 2, "two", 1));
		Trial trial = RolloutFormat.read(this.etcd.entries(KEYS.trial("shop", summoned("shop"))).get(0).value(),
				Trial.class);
		assertThat(trial).isEqualTo(Trial.of("pricing: 1", "ann", VirtualTime.ORIGIN));
		answer("shop", accepted("one").by("b"));
		millis(1000);
		assertThat(asked).isNotDone();
		answer("shop", BuildVerdict.of("two", List.of("pricing must be 2"), List.of(), List.of()).by("c"));
		millis(1000);
		FleetVerdict verdict = result(asked);
		assertThat(verdict.builds()).extracting(BuildVerdict::build, BuildVerdict::instances, BuildVerdict::judge)
			.containsExactly(tuple("one", 2, "b"), tuple("two", 1, "c"));
		assertThat(verdict.problems()).containsExactly("build two (1 instance) refuses it: pricing must be 2");
		assertThat(this.etcd.entries("/rollouts/")).isEmpty();
	}

	@Test
	void buildThatDoesNotAnswerInTimeIsNamed() {
		join("shop", "a", "one");
		join("shop", "b", "two");
		CompletableFuture<FleetVerdict> asked = ask();
		answer("shop", accepted("one"));
		millis(6000);
		assertThat(result(asked).builds()).extracting(BuildVerdict::outcome)
			.containsExactly(Outcome.ACCEPTED, Outcome.UNANSWERED);
		assertThat(result(asked).problems())
			.containsExactly("build two (1 instance) has not answered: no instance of it has within 5 s; look whether"
					+ " they are well, and may write below '/rollouts/shop/trials/'");
		assertThat(this.etcd.entries("/rollouts/")).isEmpty();
	}

	@Test
	void trialThatIsTooLargeForEtcdIsNotWrittenAndSaidSo() {
		join("shop", "a", "one", "/config/shop/");
		long before = this.etcd.revision();
		CompletableFuture<FleetVerdict> asked = this.trials
			.ask(new KeyChanges(Map.of("/config/shop/a", "x".repeat(2_000_000)), Set.of()), "ann", TIMEOUT);
		millis(10);
		assertThat(result(asked).problems()).singleElement()
			.asString()
			.startsWith("build one (1 instance) has not answered: it takes 2000")
			.endsWith(" bytes as a trial, more than the 1536000 that fit into a request to etcd, so nobody was asked;"
					+ " try it in smaller parts, or go on unjudged");
		assertThat(this.etcd.revision()).isEqualTo(before);
	}

	@Test
	void whetherItIsOfUseToAskIsKnownWithoutAsking() {
		assertThat(result(this.trials.withoutAsking("shop"))).contains(FleetVerdict.NOBODY);
		join("shop", "a", "one");
		assertThat(result(this.trials.withoutAsking("shop"))).isEmpty();
		join("shop", "old", null);
		assertThat(result(this.trials.withoutAsking("shop"))).contains(new FleetVerdict(List.of(), List.of("old")));
	}

	@Test
	void instancesThatDoNotTellTheirBuildAreNamed() {
		join("shop", "old", null);
		join("shop", "odd", "a/b");
		put(KEYS.member("shop", "torn"), "{".getBytes(StandardCharsets.UTF_8));
		assertThat(result(ask())).isEqualTo(new FleetVerdict(List.of(), List.of("odd", "old", "torn")));
		assertThat(result(ask()).isAccepted()).isFalse();
	}

	@Test
	void verdictThatIsNoneIsNoAcceptance() {
		join("shop", "a", "one");
		CompletableFuture<FleetVerdict> asked = ask();
		put(KEYS.verdict("shop", summoned("shop"), "one"), "{\"build\": \"one\"}".getBytes(StandardCharsets.UTF_8));
		put(KEYS.verdict("shop", summoned("shop"), "stranger"), RolloutFormat.write(accepted("stranger")));
		millis(1000);
		assertThat(result(asked).problems()).containsExactly("build one (1 instance) could not judge it: its verdict is"
				+ " none. It is no BuildVerdict: It needs a build and an outcome");
	}

	@Test
	void plainKeysAreJudgedByWhoImportsTheirLocation() {
		join("shop", "a", "one", "/config/shop/");
		join("shop", "b", "two", "/config/other/");
		join("till", "c", "one", "/config/shop/");
		join("till", "d", "three", "/config/shop/");
		join("shop", "old", null);
		KeyChanges changes = new KeyChanges(Map.of("/config/shop/a", "1"), Set.of("/config/shop/b"));
		CompletableFuture<FleetVerdict> asked = this.trials.ask(changes, "ann", TIMEOUT);
		millis(10);
		assertThat(summons("shop").builds()).isEqualTo(Map.of("one", 1));
		assertThat(summons("till").builds()).isEqualTo(Map.of("three", 1));
		answer("shop", accepted("one"));
		answer("till", accepted("three"));
		millis(1000);
		assertThat(result(asked).builds()).extracting(BuildVerdict::build).containsExactly("one", "three");
		assertThat(result(asked).isAccepted()).isTrue();
	}

	@Test
	void instancesOfOneBuildThatImportOtherLocationsAreAskedApart() {
		join("shop", "a", "one", "/config/shop/");
		join("shop", "b", "one", "/config/shop/", "/config/shop,prod/");
		join("shop", "c", "two", "/config/shop/");
		ask();
		String plain = new Bench("one", List.of(), List.of("/config/shop/")).id();
		String prod = new Bench("one", List.of(), List.of("/config/shop/", "/config/shop,prod/")).id();
		assertThat(summons("shop").builds()).isEqualTo(Map.of(plain, 1, prod, 1, "two", 1));
		this.etcd.commit(Transaction.builder().delete(KEYS.summons("shop", summoned("shop"))).build());
		this.trials.ask(new KeyChanges(Map.of("/config/shop,prod/a", "1"), Set.of()), "ann", TIMEOUT);
		millis(10);
		assertThat(summons("shop").builds()).isEqualTo(Map.of("one", 1));
	}

	@Test
	void whoHasTheClassesAsksInstancesOfItsBuildThatAreNotLikeIt() {
		join("shop", "a", "one");
		join("shop", "b", "one", "/config/shop,prod/");
		TrialJudge own = new TrialJudge() {

			@Override
			public String build() {
				return "one";
			}

			@Override
			public BuildVerdict judge(String configuration, Trial trial) {
				return accepted("one");
			}

		};
		CompletableFuture<FleetVerdict> asked = this.trials.judgedBy(own, Runnable::run)
			.ask("shop", "pricing: 1", "ann", TIMEOUT);
		millis(6000);
		assertThat(result(asked).builds()).extracting(BuildVerdict::variant, BuildVerdict::outcome)
			.containsExactlyInAnyOrder(tuple("without a profile and no locations", Outcome.ACCEPTED),
					tuple("without a profile and locations '/config/shop,prod/'", Outcome.UNANSWERED));
	}

	@Test
	void plainKeysThatNobodyImportsGoUnjudged() {
		join("shop", "a", "one", "/config/shop/");
		CompletableFuture<FleetVerdict> asked = this.trials
			.ask(new KeyChanges(Map.of("/config/shop-other/a", "1"), Set.of()), "ann", TIMEOUT);
		millis(10);
		assertThat(result(asked).isUnjudged()).isTrue();
	}

	@Test
	void whoHasTheClassesJudgesByItselfAndAsksOnlyTheOthers() {
		join("shop", "a", "one");
		join("shop", "b", "one");
		TrialJudge own = new TrialJudge() {

			@Override
			public String build() {
				return "one";
			}

			@Override
			public BuildVerdict judge(String configuration, Trial trial) {
				throw new StackOverflowError();
			}

		};
		long before = this.etcd.revision();
		CompletableFuture<FleetVerdict> asked = this.trials.judgedBy(own, Runnable::run)
			.ask("shop", "pricing: 1", "ann", TIMEOUT);
		millis(10);
		assertThat(this.etcd.revision()).isEqualTo(before);
		assertThat(result(asked).problems())
			.containsExactly("build one (2 instances) could not judge it: it failed with java.lang.StackOverflowError");
	}

	@Test
	void askWhenEtcdGoesAwayForAMomentWaitsForIt() {
		join("shop", "a", "one");
		CompletableFuture<FleetVerdict> asked = ask();
		answer("shop", accepted("one"));
		this.link.cut = true;
		millis(2000);
		assertThat(asked).isNotDone();
		this.link.heal();
		millis(2000);
		assertThat(result(asked).isAccepted()).isTrue();
	}

	@Test
	void askWhenEtcdIsAwayFailsAndWhatWasWrittenExpires() {
		join("shop", "a", "one");
		CompletableFuture<FleetVerdict> asked = ask();
		this.link.cut = true;
		millis(9000);
		assertThatThrownBy(() -> result(asked)).hasCauseInstanceOf(StoreUnreachableException.class);
		assertThat(this.etcd.entries("/rollouts/")).isNotEmpty();
		millis(20_000);
		assertThat(this.etcd.entries("/rollouts/")).isEmpty();
	}

}
