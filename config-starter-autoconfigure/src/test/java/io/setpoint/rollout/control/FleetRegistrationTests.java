package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.setpoint.instance.Identity;
import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.rollout.Bench;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.store.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetRegistration}, {@link Membership} and {@link Gauging}, in virtual
 * time.
 */
@ExtendWith(OutputCaptureExtension.class)
class FleetRegistrationTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration LEASE = Duration.ofSeconds(12);

	private final VirtualTime time = new VirtualTime();

	private final MemoryEtcd etcd = new MemoryEtcd(this.time);

	private final MemoryEtcd.Link link = this.etcd.new Link();

	private final List<Runnable> guards = new ArrayList<>();

	private Supplier<Outcome> bean = () -> Outcome.PASSED;

	private final FleetRegistration registration = registration(this.link, this.time.new Process());

	private final MemoryEtcd.Link otherLink = this.etcd.new Link();

	private final VirtualTime.Process otherProcess = this.time.new Process();

	private final FleetRegistration other = registration(this.otherLink, this.otherProcess);

	private RolloutState state = next(RolloutState.INITIAL, new Command.Release("v1"));

	private static RolloutState next(RolloutState state, Command command) {
		return Transition.of(state, command, "alice", VirtualTime.ORIGIN, null).state();
	}

	private FleetRegistration registration(MemoryEtcd.Link link, VirtualTime.Process process) {
		return new FleetRegistration(new Surroundings<>(link, process, () -> 0.5),
				new ControlSettings(new Identity("one", Map.of("zone", "a")), KEYS, List.of("shop", "other"), LEASE,
						true, Duration.ofSeconds(5), MirrorSettings.defaults()),
				List.of(new BeanGuardSensor((name) -> (version) -> this.bean.get())), this.guards::add);
	}

	private void start() {
		this.registration.start();
		seconds(1);
	}

	private void seconds(int seconds) {
		this.time.advance(Duration.ofSeconds(seconds));
	}

	/**
	 * Let guards be measured for a while.
	 */
	private void measured(int seconds) {
		for (int i = 0; i < seconds * 10; i++) {
			this.time.advance(Duration.ofMillis(100));
			List<Runnable> due = List.copyOf(this.guards);
			this.guards.clear();
			due.forEach(Runnable::run);
		}
	}

	private void startRollout() {
		Plan plan = Plan.of(Stage.instances(50, Duration.ofMinutes(1)), Stage.instances(100, Duration.ofMinutes(1)))
			.guardedBy(List.of(Guard.custom("bean")));
		this.state = next(this.state, new Command.Start("v2", plan, "salt"));
		this.state = next(this.state, new Command.Extend(new Cohort(Set.of("one"), Set.of("one"), List.of())));
	}

	private void follow(String configuration, long revision) {
		this.registration.followed(new Following(configuration, this.state, revision,
				this.state.versionFor(new Identity("one", Map.of())), null, Verdict.ACCEPTED, null));
	}

	private FleetMember member(String configuration) {
		return RolloutFormat.read(this.etcd.entries(KEYS.member(configuration, "one")).get(0).value(),
				FleetMember.class);
	}

	private List<Outcome> outcomes(String configuration) {
		return member(configuration).readings().stream().map(GuardReading::outcome).toList();
	}

	private boolean isRegistered() {
		return !this.etcd.entries(KEYS.fleet("shop")).isEmpty() && !this.etcd.entries(KEYS.fleet("other")).isEmpty();
	}

	@Test
	void plainKeysThatAreNotTakenUpAreToldOnceAndTakenBack() {
		List<FleetMember.Waiting> waiting = new ArrayList<>();
		this.registration.describe(new Bench("0a1b", List.of("prod"), List.of("/config/shop/")),
				() -> List.copyOf(waiting));
		start();
		seconds(5);
		long told = this.etcd.entries(KEYS.member("shop", "one")).get(0).modRevision();
		waiting.add(new FleetMember.Waiting("/config/shop/a", 7, "a must be a number"));
		seconds(2);
		assertThat(member("shop").waiting()).isEqualTo(waiting);
		assertThat(member("other").waiting()).isEqualTo(waiting);
		assertThat(member("shop").profiles()).containsExactly("prod");
		assertThat(member("shop").locations()).containsExactly("/config/shop/");
		long refused = this.etcd.entries(KEYS.member("shop", "one")).get(0).modRevision();
		assertThat(refused).isGreaterThan(told);
		seconds(30);
		assertThat(this.etcd.entries(KEYS.member("shop", "one")).get(0).modRevision()).isEqualTo(refused);
		waiting.clear();
		seconds(2);
		assertThat(member("shop").waiting()).isEmpty();
	}

	@Test
	void instanceSaysWhoItIsBeforeItHasFollowedAnything() {
		start();
		FleetMember member = member("shop");
		assertThat(member.identity()).isEqualTo(new Identity("one", Map.of("zone", "a")));
		assertThat(member.verdict()).isEqualTo(Verdict.PENDING);
		assertThat(member.since()).isEqualTo(VirtualTime.ORIGIN);
	}

	@Test
	void instanceSaysWhatItHasFollowed() {
		start();
		follow("shop", 7);
		seconds(1);
		assertThat(member("shop")).extracting(FleetMember::version, FleetMember::revision, FleetMember::verdict)
			.containsExactly("v1", 7L, Verdict.ACCEPTED);
		assertThat(member("other").verdict()).isEqualTo(Verdict.PENDING);
	}

	@Test
	void changeDuringAWriteIsWrittenAfterIt() {
		start();
		follow("shop", 7);
		this.state = next(this.state, new Command.Release("v2"));
		follow("shop", 8);
		seconds(1);
		assertThat(member("shop").version()).isEqualTo("v2");
		assertThat(member("shop").revision()).isEqualTo(8);
	}

	@Test
	void writeThatWasHeldUpDoesNotTakeThePlaceOfANewerOne() {
		start();
		follow("shop", 7);
		seconds(1);
		this.link.holdsCommits = true;
		this.state = next(this.state, new Command.Release("v2"));
		follow("shop", 8);
		seconds(1);
		this.link.holdsCommits = false;
		this.state = next(this.state, new Command.Release("v3"));
		follow("shop", 9);
		seconds(5);
		assertThat(member("shop").version()).isEqualTo("v3");
		this.link.deliverHeld();
		seconds(5);
		assertThat(member("shop").version()).isEqualTo("v3");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void idOfTwoProcessesIsOfTheSecondWhenTheFirstEnds(boolean cleanly) {
		start();
		String first = incarnation();
		this.otherProcess.execute(this.other::start);
		seconds(5);
		assertThat(incarnation()).isEqualTo(first);
		end(this.registration, this.link, cleanly);
		seconds(cleanly ? 3 : 15);
		assertThat(incarnation()).isNotEqualTo(first);
		assertThat(goodbyes()).containsOnlyOnceElementsOf(cleanly ? List.of("one/" + first) : List.of());
		seconds(120);
		assertThat(incarnation()).isNotEqualTo(first);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void idOfTwoProcessesStaysWithTheFirstWhenTheSecondEnds(boolean cleanly) {
		start();
		String first = incarnation();
		this.otherProcess.execute(this.other::start);
		seconds(5);
		end(this.other, this.otherLink, cleanly);
		seconds(30);
		assertThat(incarnation()).isEqualTo(first);
		assertThat(goodbyes()).isEmpty();
		long revision = this.etcd.revision();
		seconds(120);
		assertThat(this.etcd.revision()).isEqualTo(revision);
	}

	private void end(FleetRegistration process, MemoryEtcd.Link link, boolean cleanly) {
		if (cleanly) {
			process.leave();
		}
		else {
			link.cut = true;
		}
	}

	private String incarnation() {
		return String.valueOf(member("shop").incarnation());
	}

	private List<String> goodbyes() {
		String prefix = KEYS.goodbyes("shop");
		return this.etcd.entries(prefix).stream().map((entry) -> entry.key().substring(prefix.length())).toList();
	}

	@Test
	void idThatIsTakenIsReportedOnceWhenItsEntryOutlivesALease(CapturedOutput output) {
		start();
		this.otherProcess.execute(this.other::start);
		seconds(12);
		assertThat(output).doesNotContain("is taken");
		seconds(60);
		assertThat(output).containsOnlyOnce("The instance id 'one' is taken: the entry '/fleet/shop/one' is another"
				+ " process's, so rollouts do not see this one until that has gone. Give each process an id of its own"
				+ " by 'setpoint.instance.id', or delete the entry if no process runs under it");
	}

	@Test
	void idOfAProcessThatDiedAndIsBackIsFreeWithItsLeaseAndNotReported(CapturedOutput output) {
		start();
		String first = incarnation();
		this.link.cut = true;
		this.otherProcess.execute(this.other::start);
		seconds(16);
		assertThat(incarnation()).isNotEqualTo(first);
		assertThat(goodbyes()).isEmpty();
		assertThat(output).doesNotContain("is taken");
	}

	@Test
	void goodbyeThatComesLateLeavesTheEntryOfAnotherProcess() {
		start();
		this.otherProcess.execute(this.other::start);
		this.link.holdsCommits = true;
		this.registration.leave();
		seconds(20);
		String second = incarnation();
		this.link.deliverHeld();
		seconds(1);
		assertThat(incarnation()).isEqualTo(second);
		assertThat(goodbyes()).isEmpty();
	}

	@Test
	void writeThatComesLateLeavesTheEntryOfAnotherProcess() {
		this.link.holdsCommits = true;
		start();
		this.link.cut = true;
		this.otherProcess.execute(this.other::start);
		seconds(20);
		String second = incarnation();
		this.link.deliverHeld();
		seconds(1);
		assertThat(incarnation()).isEqualTo(second);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "{\"instance\": \"one\", \"verdict\": \"ACCEPTED\", \"revision\": 1}" })
	void entryThatAnotherHasWrittenStaysUntilItIsDeleted(String entry) {
		String key = KEYS.member("shop", "one");
		this.etcd.commit(Transaction.builder().put(key, entry.getBytes(StandardCharsets.UTF_8)).build());
		start();
		follow("shop", 7);
		seconds(60);
		this.registration.leave();
		seconds(5);
		assertThat(this.etcd.entries(key)).singleElement()
			.satisfies((stored) -> assertThat(stored.value()).asString(StandardCharsets.UTF_8).isEqualTo(entry));
		assertThat(goodbyes()).isEmpty();
		this.otherProcess.execute(this.other::start);
		seconds(5);
		this.etcd.commit(Transaction.builder().delete(key).build());
		seconds(3);
		assertThat(member("shop").incarnation()).isNotNull();
	}

	@Test
	void leaseThatIsKeptAliveIsNotReplaced() {
		start();
		long revision = this.etcd.revision();
		seconds(120);
		assertThat(this.etcd.revision()).isEqualTo(revision);
	}

	@Test
	void leaseThatEtcdHasForgottenIsReplacedAndAllIsWrittenAgain(CapturedOutput output) {
		start();
		this.etcd.endAll();
		assertThat(isRegistered()).isFalse();
		seconds(5);
		assertThat(isRegistered()).isTrue();
		assertThat(output).containsOnlyOnce("etcd has forgotten this instance, so it is registered again");
		seconds(60);
		assertThat(isRegistered()).isTrue();
	}

	@Test
	void leaseThatIsFoundForgottenByAWriteIsReplacedAtOnce() {
		start();
		this.etcd.endAll();
		follow("shop", 7);
		seconds(1);
		assertThat(isRegistered()).isTrue();
		assertThat(member("shop").revision()).isEqualTo(7);
	}

	@Test
	void outageLongerThanTheLeaseIsFollowedByAPlaceAgain() {
		start();
		this.link.cut = true;
		seconds(60);
		assertThat(isRegistered()).isFalse();
		this.link.cut = false;
		seconds(8);
		assertThat(isRegistered()).isTrue();
	}

	@Test
	void whoeverWantsToKnowIsToldOfEachReturnAndOfNothingElse() {
		List<String> returns = new ArrayList<>();
		this.registration.returning(() -> returns.add(""));
		start();
		follow("shop", 7);
		seconds(1);
		assertThat(returns).isEmpty();
		this.link.cut = true;
		seconds(60);
		assertThat(returns).isEmpty();
		this.link.cut = false;
		seconds(8);
		assertThat(returns).hasSize(1);
		this.registration.leave();
		seconds(1);
		start();
		assertThat(returns).hasSize(2);
	}

	@Test
	void startDuringAnOutageIsMadeUpFor() {
		this.link.cut = true;
		start();
		seconds(30);
		this.link.cut = false;
		seconds(8);
		assertThat(isRegistered()).isTrue();
	}

	@Test
	void writeThatIsDeniedIsReportedOnceAndDoneWhenItIsAllowed(CapturedOutput output) {
		this.link.denied = true;
		start();
		seconds(60);
		assertThat(output).containsOnlyOnce("This instance may not write below '/fleet/");
		assertThat(output).contains("so rollouts do not see it: grant its user's role the right to read and to write"
				+ " there, and to write below '/rollouts/shop/goodbyes/'");
		int calls = this.link.calls;
		seconds(600);
		assertThat(this.link.calls - calls).isLessThan(300);
		this.link.denied = false;
		seconds(61);
		assertThat(isRegistered()).isTrue();
	}

	@Test
	void instanceThatLeavesIsGoneAndSaysGoodbye() {
		start();
		follow("shop", 7);
		seconds(1);
		CompletableFuture<Void> left = this.registration.leave();
		seconds(1);
		assertThat(left).isCompleted();
		assertThat(this.etcd.entries(KEYS.fleet("shop"))).isEmpty();
		assertThat(this.etcd.entries(KEYS.fleet("other"))).isEmpty();
		assertThat(goodbyes()).hasSize(1);
		follow("shop", 8);
		seconds(30);
		assertThat(this.etcd.entries(KEYS.fleet("shop"))).isEmpty();
		seconds(60);
		assertThat(this.etcd.entries(KEYS.goodbyes("shop"))).isEmpty();
	}

	@Test
	void instanceThatIsStartedAgainIsAnotherThanTheOneThatSaidGoodbye() {
		startRollout();
		start();
		follow("shop", 7);
		seconds(1);
		String first = incarnation();
		this.registration.leave();
		seconds(1);
		start();
		String second = incarnation();
		assertThat(second).isNotEqualTo(first);
		assertThat(member("shop").version()).isEqualTo("v2");
		assertThat(goodbyes()).containsExactly("one/" + first);
		this.link.cut = true;
		seconds(20);
		assertThat(isRegistered()).isFalse();
		assertThat(goodbyes()).doesNotContain("one/" + second);
	}

	@Test
	void instanceThatIsStartedAgainBeforeItHasLeftSaysGoodbyeFirst() {
		start();
		String first = incarnation();
		this.registration.leave();
		this.registration.start();
		follow("shop", 7);
		seconds(5);
		assertThat(goodbyes()).containsExactly("one/" + first);
		assertThat(incarnation()).isNotEqualTo(first);
		assertThat(member("shop").revision()).isEqualTo(7);
	}

	@Test
	void instanceThatLeavesWhileItsFirstEntryIsOnItsWaySaysGoodbye() {
		this.link.commitLatency = Duration.ofMillis(500);
		this.registration.start();
		this.time.advance(Duration.ofMillis(100));
		assertThat(this.etcd.entries(KEYS.fleet("shop"))).isEmpty();
		CompletableFuture<Void> left = this.registration.leave();
		seconds(2);
		assertThat(left).isCompleted();
		assertThat(this.etcd.entries(KEYS.fleet("shop"))).isEmpty();
		assertThat(goodbyes()).hasSize(1);
	}

	@Test
	void instanceThatLeavesAfterItsFirstEntryGotLostSaysGoodbyeAndIsNotSeenLater() {
		this.link.holdsCommits = true;
		this.registration.start();
		this.time.advance(Duration.ofMillis(100));
		this.registration.leave();
		this.link.holdsCommits = false;
		seconds(2);
		assertThat(goodbyes()).hasSize(1);
		this.link.deliverHeld();
		seconds(2);
		assertThat(this.etcd.entries(KEYS.fleet("shop"))).isEmpty();
	}

	@Test
	void goodbyeThatARolloutWaitsForStaysHoweverLongNobodyHearsOfIt() {
		startRollout();
		start();
		follow("shop", 7);
		seconds(1);
		String incarnation = incarnation();
		this.registration.leave();
		seconds(36_000);
		assertThat(goodbyes()).containsExactly("one/" + incarnation);
		assertThat(this.etcd.entries(KEYS.goodbyes("other"))).isEmpty();
	}

	@Test
	void momentsWithoutThreadsAreMadeUpFor() {
		this.link.lacksThreads = true;
		start();
		seconds(5);
		this.link.lacksThreads = false;
		seconds(3);
		assertThat(isRegistered()).isTrue();
		this.link.lacksThreads = true;
		follow("shop", 7);
		seconds(5);
		this.link.lacksThreads = false;
		seconds(3);
		assertThat(member("shop").revision()).isEqualTo(7);
		seconds(120);
		assertThat(isRegistered()).isTrue();
		this.etcd.endAll();
		this.link.lacksThreads = true;
		seconds(20);
		this.link.lacksThreads = false;
		seconds(5);
		assertThat(isRegistered()).isTrue();
	}

	@Test
	void instanceThatLeavesDuringAnOutageDoesNotWait() {
		start();
		this.link.cut = true;
		seconds(10);
		assertThat(this.registration.leave()).isCompleted();
	}

	@Test
	void instanceThatCannotSayGoodbyeExpires(CapturedOutput output) {
		start();
		this.link.cut = true;
		CompletableFuture<Void> left = this.registration.leave();
		seconds(4);
		assertThat(left).isCompleted();
		assertThat(output).contains("This instance could not take its leave, so it will count as vanished");
		this.link.cut = false;
		seconds(20);
		assertThat(isRegistered()).isFalse();
		assertThat(this.etcd.entries(KEYS.goodbyes("shop"))).isEmpty();
	}

	@Test
	void guardsAreMeasuredWhileTheApplicationIsReady() {
		startRollout();
		start();
		follow("shop", 7);
		measured(3);
		assertThat(outcomes("shop")).isEmpty();
		this.registration.measure(true);
		measured(3);
		assertThat(outcomes("shop")).containsExactly(Outcome.PASSED);
		this.registration.measure(false);
		this.bean = () -> Outcome.FAILED;
		measured(3);
		assertThat(outcomes("shop")).containsExactly(Outcome.PASSED);
	}

	@Test
	void measurementThatEndsWhenTheApplicationIsNotReadyAnyMoreIsNotTaken() {
		startRollout();
		start();
		this.registration.measure(true);
		follow("shop", 7);
		seconds(2);
		this.registration.measure(false);
		measured(2);
		assertThat(outcomes("shop")).isEmpty();
	}

	@Test
	void guardsOfSeveralRolloutsAreMeasured() {
		startRollout();
		start();
		this.registration.measure(true);
		follow("shop", 7);
		follow("other", 8);
		measured(3);
		assertThat(outcomes("shop")).containsExactly(Outcome.PASSED);
		assertThat(outcomes("other")).containsExactly(Outcome.PASSED);
	}

	@Test
	void guardThatDoesNotComeBackLeavesNoReadingsUntilItDoes() {
		startRollout();
		start();
		this.registration.measure(true);
		follow("shop", 7);
		measured(3);
		seconds(2);
		assertThat(this.guards).hasSize(1);
		assertThat(outcomes("shop")).containsExactly(Outcome.PASSED);
		seconds(6);
		assertThat(this.guards).hasSize(1);
		assertThat(outcomes("shop")).isEmpty();
		measured(2);
		assertThat(outcomes("shop")).containsExactly(Outcome.PASSED);
	}

	@Test
	void readingsAreForgottenWithAPauseAndWithTheStage() {
		startRollout();
		start();
		this.registration.measure(true);
		follow("shop", 7);
		measured(3);
		this.state = next(this.state, new Command.Pause());
		follow("shop", 8);
		measured(3);
		assertThat(outcomes("shop")).isEmpty();
		this.state = next(this.state, new Command.Resume());
		follow("shop", 9);
		measured(3);
		assertThat(outcomes("shop")).containsExactly(Outcome.PASSED);
		this.state = next(this.state, new Command.Promote());
		follow("shop", 10);
		this.time.advance(Duration.ofMillis(50));
		assertThat(member("shop").stage()).isEqualTo(1);
		assertThat(outcomes("shop")).isEmpty();
		measured(3);
		assertThat(outcomes("shop")).containsExactly(Outcome.PASSED);
	}

	@Test
	void measurementThatEndsDuringAPauseIsNotTaken() {
		startRollout();
		start();
		this.registration.measure(true);
		follow("shop", 7);
		seconds(2);
		this.state = next(this.state, new Command.Pause());
		follow("shop", 8);
		measured(2);
		assertThat(outcomes("shop")).isEmpty();
	}

	@Test
	void measurementThatEndsAfterItsStageIsNotTakenForTheNext() {
		startRollout();
		start();
		this.registration.measure(true);
		follow("shop", 7);
		seconds(2);
		assertThat(this.guards).hasSize(1);
		this.bean = () -> Outcome.FAILED;
		this.state = next(this.state, new Command.Promote());
		follow("shop", 8);
		this.guards.remove(0).run();
		this.time.advance(Duration.ofMillis(50));
		assertThat(outcomes("shop")).isEmpty();
	}

}
