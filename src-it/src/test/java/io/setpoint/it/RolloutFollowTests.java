package io.setpoint.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.setpoint.ConfigurationChangedEvent;
import io.setpoint.ConfigurationRejectedEvent;
import io.setpoint.Snapshot;
import io.setpoint.acceptance.Refusal;
import io.setpoint.it.Shop.Left;
import io.setpoint.it.Shop.Pricing;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application makes of the states and versions that it finds in etcd.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class RolloutFollowTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final String STATE = KEYS.state("shop");

	private static final Plan PLAN = Plan.of(Stage.instances(50, Duration.ofMinutes(10)),
			Stage.instances(100, Duration.ofMinutes(10)));

	private final EtcdInMemory etcd;

	private RolloutState state = RolloutState.INITIAL;

	private Application application;

	RolloutFollowTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		if (!this.etcd.isRunning()) {
			this.etcd.restart();
		}
		this.etcd.deletePrefix("");
		publish("v1", "pricing: {discount: 10}");
		publish("v2", "pricing: {discount: 20}");
		publish("bad", "pricing: {discount: 4711}");
		write(new Command.Release("v1"));
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	private void publish(String id, String document) {
		this.etcd.put(KEYS.version("shop", id), version(id, document));
	}

	private static String version(String id, String document) {
		return text(Version.of(id, "alice", null, Map.of(), null, Instant.now(), document));
	}

	private static String text(Object value) {
		return new String(RolloutFormat.write(value), StandardCharsets.UTF_8);
	}

	private void write(Command command) {
		this.etcd.put(STATE, next(command));
	}

	private String next(Command command) {
		this.state = Transition.of(this.state, command, "alice", Instant.now(), null).state();
		return text(this.state);
	}

	/**
	 * Give a candidate to one instance.
	 * @param candidate the version
	 * @param instance the id of the instance
	 */
	private void startOn(String candidate, String instance) {
		write(new Command.Start(candidate, PLAN, "salt"));
		write(new Command.Extend(new Cohort(Set.of(instance), Set.of(instance), this.state.cohort().rules())));
	}

	private Launch launch() {
		return launch(Shop.class);
	}

	private Launch launch(Class<?>... sources) {
		return Launch.of(sources)
			.etcd(this.etcd)
			.imports("rollout:shop")
			.with("spring.application.name=shop", "setpoint.instance.id=one", "setpoint.rollout.controller=false");
	}

	private void run() {
		run(launch());
	}

	private void run(Launch launch) {
		this.application = launch.run();
	}

	private int discount() {
		return this.application.get(Pricing.class).discount();
	}

	private String origin() {
		return this.application.live(Pricing.class).origin().version();
	}

	private void awaitVersion(String version, int discount) {
		Application.await(version, () -> discount() == discount && version.equals(origin()));
		Application.await("the property", () -> property().equals(String.valueOf(discount)));
	}

	private String property() {
		return String.valueOf(this.application.property("pricing.discount"));
	}

	private void awaitRefusalOf(String key) {
		Application.await("the refusal of " + key, () -> this.application.refusedKeys().contains(key));
	}

	private void awaitNoRefusals() {
		Application.await("no refusals", () -> this.application.refusals().isEmpty());
	}

	/**
	 * Wait until the application has taken up whatever was written so far.
	 */
	private void awaitTakenUp() throws Exception {
		this.application.refresh();
		this.application.awaitFollowed();
	}

	@Test
	void startTakesTheStableVersion() {
		run();
		assertThat(discount()).isEqualTo(10);
		assertThat(origin()).isEqualTo("v1");
		assertThat(property()).isEqualTo("10");
		assertThat(this.application.refusals()).isEmpty();
	}

	@Test
	void startWhenNothingWasReleasedHasTheDefaults() {
		this.etcd.delete(STATE);
		run();
		assertThat(discount()).isZero();
		write(new Command.Release("v2"));
		awaitVersion("v2", 20);
	}

	@Test
	void candidateWhenInstanceIsInTheCohortIsTakenAndGivenBackOnRollback() {
		run();
		startOn("v2", "one");
		awaitVersion("v2", 20);
		write(new Command.Rollback(null));
		awaitVersion("v1", 10);
		assertThat(this.application.refusals()).isEmpty();
	}

	@Test
	void metersTellWhereTheRolloutIs() {
		run(launch(Shop.class, SimpleMeterRegistry.class));
		MeterRegistry registry = this.application.bean(MeterRegistry.class);
		Application.await("no rollout", () -> isMeasured(registry, 0, 0, 0, 0));
		startOn("v2", "one");
		Application.await("the cohort", () -> isMeasured(registry, 1, 50, 1, 0));
		write(new Command.Rollback(null));
		Application.await("the end", () -> isMeasured(registry, 0, 0, 0, 0));
		startOn("bad", "one");
		Application.await("the refusal", () -> isMeasured(registry, 1, 50, 0, 1));
	}

	private static boolean isMeasured(MeterRegistry registry, double... expected) {
		double[] measured = Stream.of("stage", "share", "cohort", "refused")
			.mapToDouble(
					(name) -> registry.get("setpoint.rollout." + name).tag("configuration", "shop").gauge().value())
			.toArray();
		return Arrays.equals(measured, expected);
	}

	@Test
	void candidateWhenPromotedStays() {
		run();
		startOn("v2", "one");
		awaitVersion("v2", 20);
		write(new Command.Promote());
		write(new Command.Promote());
		this.application.awaitAll(State.LIVE);
		awaitVersion("v2", 20);
		assertThat(this.state.stable()).isEqualTo("v2");
	}

	@Test
	void candidateWhenInstanceIsOutsideTheCohortIsNotTaken() throws Exception {
		run();
		startOn("v2", "other");
		awaitTakenUp();
		assertThat(discount()).isEqualTo(10);
		assertThat(origin()).isEqualTo("v1");
		write(new Command.Promote());
		awaitVersion("v2", 20);
	}

	@Test
	void candidateWhenItDoesNotBindIsRefusedAndOvertakenByTheRollback() {
		run();
		startOn("bad", "one");
		awaitRefusalOf(KEYS.version("shop", "bad"));
		Refusal refusal = this.application.refusals()
			.stream()
			.filter((candidate) -> candidate.key().endsWith("/bad"))
			.findFirst()
			.orElseThrow();
		assertThat(refusal.reason()).contains("discount").doesNotContain("4711");
		assertThat(refusal.prefix()).isEqualTo(KEYS.versions("shop"));
		assertThat(discount()).isEqualTo(10);
		assertThat(origin()).isEqualTo("v1");
		assertThat(property()).isEqualTo("10");
		write(new Command.Rollback(null));
		awaitNoRefusals();
		assertThat(origin()).isEqualTo("v1");
		startOn("v2", "one");
		awaitVersion("v2", 20);
	}

	@Test
	void candidateWhenRefusedIsOvertakenByAnotherOne() {
		run();
		startOn("bad", "one");
		awaitRefusalOf(KEYS.version("shop", "bad"));
		write(new Command.Abort());
		startOn("v2", "one");
		awaitVersion("v2", 20);
		awaitNoRefusals();
	}

	@Test
	void stateWhenItIsNonsenseIsReportedOnceAndTheLastGoodVersionStays() {
		run();
		this.etcd.put(STATE, "nonsense");
		awaitRefusalOf(STATE);
		assertThat(discount()).isEqualTo(10);
		assertThat(origin()).isEqualTo("v1");
		assertThat(this.application.refusals()).hasSize(1);
		assertThat(this.application.refusals().get(0).reason()).contains(STATE)
			.contains("repair it")
			.doesNotContain("nonsense");
		Application.await("the event", () -> !this.application.events(ConfigurationRejectedEvent.class).isEmpty());
		write(new Command.Release("v2"));
		awaitVersion("v2", 20);
		awaitNoRefusals();
		Application.await("the change", () -> !this.application.events(ConfigurationChangedEvent.class).isEmpty());
		assertThat(this.application.events(ConfigurationRejectedEvent.class)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{}", "[]", "{\"phase\":\"COMPLETED\"}", "{\"phase\":\"RUNNING\"}",
			"{\"phase\":\"RUNNING\",\"since\":\"2026-01-01T00:00:00Z\",\"cohort\":[]}" })
	void stateWhenItIsIncompleteIsReportedAndTheLastGoodVersionStays(String text) {
		run();
		this.etcd.put(STATE, text);
		awaitRefusalOf(STATE);
		assertThat(origin()).isEqualTo("v1");
		write(new Command.Release("v2"));
		awaitVersion("v2", 20);
		awaitNoRefusals();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{}", "{\"id\":\"odd\"}" })
	void versionWhenItIsIncompleteIsRefused(String text) {
		run();
		this.etcd.put(KEYS.version("shop", "odd"), text);
		write(new Command.Release("odd"));
		awaitRefusalOf(STATE);
		assertThat(this.application.refusals().get(0).reason()).contains("'odd' cannot be used");
		assertThat(origin()).isEqualTo("v1");
	}

	@Test
	void stateWhenItIsDeletedKeepsTheLastGoodVersion() {
		run();
		this.etcd.delete(STATE);
		awaitRefusalOf(STATE);
		assertThat(discount()).isEqualTo(10);
		assertThat(origin()).isEqualTo("v1");
		assertThat(this.application.refusals().get(0).reason()).contains(STATE).contains("put it back");
		write(new Command.Release("v2"));
		awaitVersion("v2", 20);
		awaitNoRefusals();
	}

	@Test
	void versionWhenItIsMissingIsRefusedAndTakenUpWhenItIsPublished() {
		run();
		write(new Command.Release("late"));
		awaitRefusalOf(STATE);
		assertThat(this.application.refusals().get(0).reason()).contains("'late'").contains("publish it");
		assertThat(origin()).isEqualTo("v1");
		publish("late", "pricing: {discount: 30}");
		awaitVersion("late", 30);
		awaitNoRefusals();
	}

	@Test
	void versionWhenItIsMissingIsOvertakenByTheNextState() {
		run();
		write(new Command.Release("late"));
		awaitRefusalOf(STATE);
		write(new Command.Release("v2"));
		awaitVersion("v2", 20);
		awaitNoRefusals();
	}

	@Test
	void versionWhenItWasMissingBeforeIsAskedForAgain() {
		run();
		write(new Command.Release("late"));
		awaitRefusalOf(STATE);
		write(new Command.Release("v2"));
		awaitVersion("v2", 20);
		publish("late", "pricing: {discount: 30}");
		write(new Command.Release("late"));
		awaitVersion("late", 30);
		awaitNoRefusals();
	}

	@Test
	void versionWhenItWasAlteredIsRefusedWithoutItsValues() {
		this.etcd.put(KEYS.version("shop", "altered"),
				version("altered", "pricing: {discount: 30}").replace("discount: 30", "discount: 4711"));
		run();
		write(new Command.Release("altered"));
		awaitRefusalOf(STATE);
		assertThat(this.application.refusals().get(0).reason()).contains("'altered'")
			.contains("digest")
			.doesNotContain("4711");
		assertThat(origin()).isEqualTo("v1");
	}

	@Test
	void startWhenRolloutIsUnderWayTakesTheCandidateOfTheCohort() {
		startOn("v2", "one");
		run();
		assertThat(discount()).isEqualTo(20);
		assertThat(origin()).isEqualTo("v2");
		write(new Command.Abort());
		awaitVersion("v1", 10);
	}

	@Test
	void startWhenRolloutIsUnderWayTakesTheStableVersionOutsideTheCohort() {
		startOn("v2", "other");
		run();
		assertThat(discount()).isEqualTo(10);
		assertThat(origin()).isEqualTo("v1");
	}

	@Test
	void startWhenCandidateDoesNotBindFallsBackToTheStableVersion() {
		startOn("bad", "one");
		run();
		assertThat(discount()).isEqualTo(10);
		assertThat(origin()).isEqualTo("v1");
		assertThat(property()).isEqualTo("10");
		assertThat(this.application.refusedKeys()).contains(KEYS.version("shop", "bad"));
		write(new Command.Rollback(null));
		awaitNoRefusals();
		assertThat(origin()).isEqualTo("v1");
	}

	@Test
	void startWhenEtcdIsGoneTakesTheLastGoodVersionAndFollowsLater(@TempDir Path folder) {
		run(launch().snapshots(folder));
		startOn("v2", "one");
		awaitVersion("v2", 20);
		this.application.awaitFollowed();
		Application.await("the file", () -> isSaved(folder, "discount: 20"));
		this.application.close();
		this.etcd.stop();
		run(launch().snapshots(folder).with("setpoint.config.startup-timeout=1s"));
		assertThat(discount()).isEqualTo(20);
		assertThat(origin()).isEqualTo("v2");
		assertThat(this.application.isAll(State.STALE)).isTrue();
		this.etcd.restart();
		write(new Command.Rollback(null));
		awaitVersion("v1", 10);
		this.application.awaitAll(State.LIVE);
	}

	private static boolean isSaved(Path folder, String text) {
		return new SnapshotFile(folder, "shop").read()
			.stream()
			.flatMap((saved) -> saved.locations().get(KEYS.versions("shop")).stream())
			.anyMatch((entry) -> new String(entry.value(), StandardCharsets.UTF_8).contains(text));
	}

	@Test
	void startWhenStateIsNonsenseTakesTheLastGoodVersion(@TempDir Path folder) {
		run(launch().snapshots(folder));
		this.application.awaitFollowed();
		this.application.close();
		this.etcd.put(STATE, "nonsense");
		run(launch().snapshots(folder));
		assertThat(discount()).isEqualTo(10);
		assertThat(origin()).isEqualTo("v1");
		awaitRefusalOf(STATE);
		write(new Command.Release("v2"));
		awaitVersion("v2", 20);
		awaitNoRefusals();
	}

	@Test
	void refreshWhenStateIsNewShowsItsVersion() throws Exception {
		run();
		for (int round = 0; round < 10; round++) {
			write(new Command.Release((round % 2 == 0) ? "v2" : "v1"));
			assertThat(this.application.refresh()).isSubsetOf("pricing.discount");
			assertThat(discount()).isEqualTo((round % 2 == 0) ? 20 : 10);
		}
		assertThat(this.application.refresh()).isEmpty();
	}

	@Test
	void candidateOfSomeRequestsWhenItIsMissingIsTakenUpWhenItIsPublished() {
		run();
		write(new Command.Start("late",
				Plan.of(Stage.requests(5, Duration.ofMinutes(10)), Stage.requests(100, Duration.ofMinutes(10))),
				"salt"));
		Application.await("refused", () -> member().contains("REFUSED"));
		publish("late", "pricing: {discount: 30}");
		Application.await("accepted", () -> member().contains("ACCEPTED"));
		assertThat(member()).contains("\"late\"");
	}

	private String member() {
		return String.valueOf(this.etcd.get(KEYS.member("shop", "one")));
	}

	@Test
	void transactionWhenItChangesBothLocationsBecomesVisibleAtOnce() {
		this.etcd.put("/config/left/counter", "1");
		run(launch().imports("etcd:/config/", "rollout:shop"));
		assertThat(this.application.get(Left.class).counter()).isEqualTo(1);
		String release = next(new Command.Release("v2"));
		long revision = this.etcd.txn((txn) -> txn.put(STATE, release).put("/config/left/counter", "2"));
		Application.await("the transaction", () -> {
			Snapshot snapshot = this.application.snapshot();
			int discount = snapshot.get(Pricing.class).discount();
			int counter = snapshot.get(Left.class).counter();
			assertThat(discount).isEqualTo(counter * 10);
			return counter == 2;
		});
		assertThat(this.application.snapshot().revision()).isGreaterThanOrEqualTo(revision);
		assertThat(origin()).isEqualTo("v2");
		assertThat(this.application.live(Left.class).origin().version()).isNull();
	}

}
