package io.setpoint.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.setpoint.it.Shop.Pricing;
import io.setpoint.it.Shop.Text;
import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Difference;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.rollout.UnknownConfigurationException;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.store.StoreException;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What operators can do to a configuration, and what is refused to them.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class RolloutsTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Plan PLAN = Plan.of(Stage.instances(50, Duration.ofMinutes(10)),
			Stage.instances(100, Duration.ofMinutes(10)));

	private final EtcdInMemory etcd;

	private Application application;

	private Rollouts rollouts;

	RolloutsTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void start() {
		if (!this.etcd.isRunning()) {
			this.etcd.restart();
		}
		this.etcd.deletePrefix("");
		this.application = Launch.of(Shop.class)
			.etcd(this.etcd)
			.imports("rollout:shop")
			.with("setpoint.instance.id=one", "setpoint.rollout.controller=false", "setpoint.rollout.keep-versions=3")
			.run();
		this.rollouts = this.application.bean(Rollouts.class);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private static <T> T get(CompletableFuture<T> result) throws Exception {
		try {
			return result.get(Application.LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	private Version publish(String id, String document) throws Exception {
		return get(this.rollouts.publish("shop", NewVersion.of("alice", document).withId(id)));
	}

	private RolloutState startRollout(String version, Plan plan) throws Exception {
		return get(this.rollouts.start("shop", version, plan, "alice"));
	}

	private RolloutState execute(Command.Steering command, String by) throws Exception {
		return get(this.rollouts.execute("shop", command, by, null));
	}

	private List<String> ids() throws Exception {
		return get(this.rollouts.versions("shop")).stream().map(VersionSummary::id).toList();
	}

	private Map<String, String> stored() {
		return this.etcd.getAll(KEYS.versions("shop"));
	}

	@Test
	void versionWhenPublishedCanBeReadAndIsNotReleased() throws Exception {
		Version version = get(this.rollouts.publish("shop",
				new NewVersion(null, "alice", "a sale", Map.of("ticket", "42"), "pricing: {discount: 20}")));
		assertThat(version.id()).matches("cfg-\\d{8}-[0-9a-f]{12}");
		assertThat(version.parent()).isNull();
		assertThat(get(this.rollouts.version("shop", version.id()))).isEqualTo(version);
		assertThat(get(this.rollouts.versions("shop"))).containsExactly(VersionSummary.of(version));
		assertThat(this.application.get(Pricing.class).discount()).isZero();
		assertThat(get(this.rollouts.state("shop"))).isEqualTo(RolloutState.INITIAL);
		assertThat(this.rollouts.configurations()).containsExactly("shop");
	}

	@Test
	void versionWhenReleasedIsWhatTheApplicationHasAndTheParentOfTheNext() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		execute(new Command.Release("v1"), "alice");
		Application.await("the release", () -> this.application.get(Pricing.class).discount() == 10);
		assertThat(publish("v2", "pricing: {discount: 20}").parent()).isEqualTo("v1");
		assertThat(ids()).containsExactly("v2", "v1");
	}

	@Test
	void compareGivesEveryPropertyThatDiffers() throws Exception {
		publish("v1", "pricing: {discount: 10, currency: EUR}\ntext: {body: same}");
		publish("v2", "pricing: {discount: 20, timeout: 3s}\ntext: {body: same}");
		List<Difference> differences = get(this.rollouts.compare("shop", "v1", "v2"));
		assertThat(differences).extracting(Difference::property)
			.containsExactly("pricing.currency", "pricing.discount", "pricing.timeout");
		assertThat(differences).extracting(Difference::kind)
			.containsExactly(Difference.Kind.REMOVED, Difference.Kind.CHANGED, Difference.Kind.ADDED);
		assertThat(differences.get(1).before()).hasToString("10");
		assertThat(differences.get(1).after()).hasToString("20");
		assertThat(differences.get(1)).hasToString("pricing.discount CHANGED");
		assertThat(get(this.rollouts.compare("shop", "v1", "v1"))).isEmpty();
		assertThatExceptionOfType(UnknownVersionException.class)
			.isThrownBy(() -> get(this.rollouts.compare("shop", "v1", "none")));
	}

	@Test
	void publishWhenDocumentIsThereGivesTheVersionThatIsThere() throws Exception {
		Version first = publish("v1", "pricing: {discount: 10}");
		Map<String, String> stored = stored();
		assertThat(publish("v1", "pricing: {discount: 10}")).isEqualTo(first);
		assertThat(get(this.rollouts.publish("shop", NewVersion.of("bob", "pricing: {discount: 10}"))))
			.isEqualTo(first);
		assertThat(stored()).isEqualTo(stored).hasSize(1);
	}

	@Test
	void publishWhenDocumentIsThereButSomethingElseIsAskedForIsRefused() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		Map<String, String> stored = stored();
		for (NewVersion wanted : List.of(NewVersion.of("alice", "pricing: {discount: 10}").withId("other"),
				new NewVersion("v1", "alice", "a sale", Map.of(), "pricing: {discount: 10}"),
				new NewVersion(null, "alice", null, Map.of("ticket", "42"), "pricing: {discount: 10}"))) {
			assertThatExceptionOfType(InvalidVersionException.class)
				.isThrownBy(() -> get(this.rollouts.publish("shop", wanted)))
				.withMessageContaining("This document is version 'v1' already, by alice")
				.satisfies((failure) -> assertThat(failure.getProblems()).hasSize(1));
		}
		assertThat(stored()).isEqualTo(stored).hasSize(1);
	}

	@Test
	void publishWhenPartOfTheDocumentWouldBeLostIsRefusedWithAllSuchParts() {
		String document = """
				pricing: {discount: 95}
				spring.profiles.active: prod
				spring:
				  config.import: "etcd:/elsewhere/"
				"!?": 1
				---
				spring.config.activate.on-profile: prod
				pricing: {discount: 20}
				""";
		InvalidVersionException failure = catchThrowableOfType(InvalidVersionException.class,
				() -> publish("v1", document));
		assertThat(failure.getProblems()).hasSize(5)
			.anySatisfy((it) -> assertThat(it).contains("'spring.profiles.active' in line 2 would be lost"))
			.anySatisfy((it) -> assertThat(it).contains("'spring.config.import' in line 4 would be lost"))
			.anySatisfy((it) -> assertThat(it).contains("'!?' in line 5 would be lost"))
			.anySatisfy((it) -> assertThat(it).contains("'spring.config.activate.on-profile' in line 7 would be lost"))
			.anySatisfy((it) -> assertThat(it).contains("pricing.discount").contains("90"));
		assertThat(stored()).isEmpty();
	}

	@Test
	void publishWhenManyValuesAreWrongNamesAllOfThem() {
		InvalidVersionException failure = catchThrowableOfType(InvalidVersionException.class, () -> publish("v1",
				"pricing: {discount: many, timeout: soon}\nleft: {counter: few}\nright: {counter: -1}"));
		assertThat(failure.getProblems()).extracting((problem) -> problem.substring(0, problem.indexOf(' ')))
			.contains("pricing.discount", "pricing.timeout", "left.counter");
	}

	@Test
	void commandWhenNobodySaysWhoGivesItOrInTooManyWordsIsRefused() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		for (String by : List.of("", " ", "alice\nroot", "x".repeat(201))) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> execute(new Command.Release("v1"), by))
				.withMessageStartingWith("'by' ");
		}
		for (String reason : List.of("", "first\nsecond", "x".repeat(1001))) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> get(this.rollouts.start("shop", "v1", PLAN, "alice", reason)))
				.withMessageStartingWith("'reason' ");
		}
		assertThat(this.etcd.get(KEYS.state("shop"))).isNull();
	}

	@Test
	void startTellsInTheHistoryWhy() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		get(this.rollouts.start("shop", "v1", PLAN, "alice", "the summer sale"));
		execute(new Command.Abort(), "bob");
		assertThat(get(this.rollouts.history("shop"))).extracting(HistoryEntry::reason)
			.containsExactly("the summer sale", null);
	}

	@Test
	void publishWhenIdIsTakenByAnotherDocumentIsRefused() throws Exception {
		Version first = publish("v1", "pricing: {discount: 10}");
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> publish("v1", "pricing: {discount: 20}"))
			.withMessageContaining("'v1'")
			.withMessageContaining("choose another id");
		assertThat(get(this.rollouts.version("shop", "v1"))).isEqualTo(first);
	}

	@Test
	void publishWhenDocumentIsInvalidNamesEveryProblemAndWritesNothing() {
		InvalidVersionException failure = catchThrowableOfType(InvalidVersionException.class,
				() -> publish("v1", "pricing: {discount: 4711}\nleft: {counter: -815815}"));
		assertThat(failure.getProblems()).hasSize(2)
			.anySatisfy((problem) -> assertThat(problem).contains("pricing.discount").contains("90"))
			.anySatisfy((problem) -> assertThat(problem).contains("left.counter"));
		assertThat(failure.getMessage()).contains("was not published").doesNotContain("4711").doesNotContain("815815");
		assertThat(stored()).isEmpty();
	}

	@Test
	void publishWhenDocumentIsNoYamlIsRefusedWithoutItsText() {
		InvalidVersionException failure = catchThrowableOfType(InvalidVersionException.class,
				() -> publish("v1", "pricing: {discount: secret"));
		assertThat(failure.getProblems()).isNotEmpty();
		assertThat(failure.getMessage()).doesNotContain("secret");
		assertThat(stored()).isEmpty();
	}

	@Test
	void publishWhenDocumentHasOneMebibyteIsTakenAndMoreIsRefused() throws Exception {
		String document = "text: {body: " + "x".repeat(Version.MAX_DOCUMENT_BYTES - 14) + "}";
		assertThat(document).hasSize(Version.MAX_DOCUMENT_BYTES);
		publish("large", document);
		execute(new Command.Release("large"), "alice");
		Application.await("the release",
				() -> this.application.get(Text.class).body().length() == Version.MAX_DOCUMENT_BYTES - 14);
		assertThatExceptionOfType(InvalidVersionException.class).isThrownBy(() -> publish("larger", document + " "))
			.withMessageContaining("1048577 bytes");
		assertThat(ids()).containsExactly("large");
	}

	@Test
	void publishWhenIdIsNotAllowedIsRefused() {
		for (String id : List.of("", "a/b", "../state", "-x", "x".repeat(129))) {
			assertThatExceptionOfType(InvalidVersionException.class)
				.isThrownBy(() -> publish(id, "pricing: {discount: 10}"))
				.withMessageContaining("is not allowed");
		}
	}

	@Test
	void versionWhenItIsUnknownIsRefused() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		for (String id : List.of("none", "", "v", "v1/", "../state")) {
			assertThatExceptionOfType(UnknownVersionException.class)
				.isThrownBy(() -> get(this.rollouts.version("shop", id)))
				.withMessageContaining("'" + id + "'");
			assertThatExceptionOfType(UnknownVersionException.class).isThrownBy(() -> startRollout(id, PLAN));
			assertThatExceptionOfType(UnknownVersionException.class)
				.isThrownBy(() -> execute(new Command.Release(id), "alice"));
		}
		assertThat(this.etcd.get(KEYS.state("shop"))).isNull();
	}

	@Test
	void startWhenRolloutIsUnderWayIsRefused() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		publish("v2", "pricing: {discount: 20}");
		RolloutState state = startRollout("v1", PLAN);
		assertThatExceptionOfType(TransitionRefusedException.class).isThrownBy(() -> startRollout("v2", PLAN))
			.withMessageContaining("one at a time")
			.satisfies((failure) -> assertThat(failure.getPhase()).isEqualTo(Phase.RUNNING));
		assertThat(get(this.rollouts.state("shop"))).isEqualTo(state);
	}

	@Test
	void approveWhenAskedForByTheAuthorIsRefused() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		assertThat(startRollout("v1", PLAN.withApproval(Approval.REQUIRED)).phase()).isEqualTo(Phase.PROPOSED);
		assertThatExceptionOfType(TransitionRefusedException.class)
			.isThrownBy(() -> execute(new Command.Approve(), "alice"))
			.withMessageContaining("somebody else");
		for (String by : List.of("Alice", " ALICE ", "al\uFF49ce")) {
			assertThatExceptionOfType(TransitionRefusedException.class)
				.isThrownBy(() -> execute(new Command.Approve(), by));
		}
		RolloutState state = execute(new Command.Approve(), "bob");
		assertThat(state.phase()).isEqualTo(Phase.RUNNING);
		assertThat(state.approvedBy()).isEqualTo("bob");
	}

	@Test
	void commandWhenRolloutIsAbortedIsRefused() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		startRollout("v1", PLAN);
		execute(new Command.Abort(), "bob");
		for (Command.Steering command : List.of(new Command.Promote(), new Command.Pause(), new Command.Resume(),
				new Command.Approve(), new Command.Abort())) {
			assertThatExceptionOfType(TransitionRefusedException.class).isThrownBy(() -> execute(command, "bob"))
				.withMessageContaining("ABORTED")
				.satisfies((failure) -> assertThat(failure.getAction()).isEqualTo(command.action()));
		}
		assertThat(get(this.rollouts.history("shop"))).extracting(HistoryEntry::action)
			.containsExactly("start", "abort");
	}

	@Test
	void rollbackWhenNothingIsUnderWayGoesBackToTheVersionBefore() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		publish("v2", "pricing: {discount: 20}");
		execute(new Command.Release("v1"), "alice");
		execute(new Command.Release("v2"), "alice");
		Application.await("the release", () -> this.application.get(Pricing.class).discount() == 20);
		assertThat(execute(new Command.Rollback(null), "bob").stable()).isEqualTo("v1");
		Application.await("the rollback", () -> this.application.get(Pricing.class).discount() == 10);
	}

	@Test
	void versionsWhenThereAreMoreThanAreKeptLoseTheOldestThatAreNotInUse() throws Exception {
		publish("v1", "pricing: {discount: 1}");
		execute(new Command.Release("v1"), "alice");
		for (int i = 2; i <= 7; i++) {
			publish("v" + i, "pricing: {discount: " + i + "}");
		}
		assertThat(ids()).containsExactly("v7", "v6", "v5", "v1");
		startRollout("v5", PLAN);
		publish("v8", "pricing: {discount: 8}");
		publish("v9", "pricing: {discount: 9}");
		assertThat(ids()).containsExactly("v9", "v8", "v7", "v5", "v1");
	}

	@Test
	void versionWhenClocksDifferOutlivesItsPublication() throws Exception {
		for (int i = 1; i <= 3; i++) {
			String id = "ahead" + i;
			this.etcd.put(KEYS.version("shop", id),
					new String(
							RolloutFormat.write(Version.of(id, "bob", null, Map.of(), null,
									Instant.now().plusSeconds(60), "pricing: {discount: " + i + "}")),
							StandardCharsets.UTF_8));
		}
		publish("v1", "pricing: {discount: 10}");
		assertThat(ids()).contains("v1");
	}

	@Test
	void versionsThatAreLargerThanTheHeapCanBeListedAndPublishedTo(@TempDir Path folder) throws Exception {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 50; i++) {
			String document = i + ": " + "x".repeat(Version.MAX_DOCUMENT_BYTES - 10);
			Version version = Version.of(null, "ann", null, Map.of(), null, Instant.now(), document);
			this.etcd.put(KEYS.version("shop", version.id()),
					new String(RolloutFormat.write(version), StandardCharsets.UTF_8));
			ids.add(version.id());
		}
		Path output = folder.resolve("versions.log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				VersionListing.class.getName(), this.etcd.connectString(), "a: b")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor()).as(Files.readString(output)).isZero();
		assertThat(Files.readAllLines(output)
			.stream()
			.filter((line) -> line.startsWith(VersionListing.VERSION))
			.map((line) -> line.substring(VersionListing.VERSION.length()))).hasSize(51).containsAll(ids);
	}

	@Test
	void versionsWhenOneIsNonsenseAreTheOthers() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		this.etcd.put(KEYS.version("shop", "v0"), "nonsense");
		assertThat(ids()).containsExactly("v1");
	}

	@Test
	void commandsWhenManyOperatorsGiveThemLeaveAHistoryWithoutGaps() throws Exception {
		publish("v1", "pricing: {discount: 10}");
		publish("v2", "pricing: {discount: 20}");
		execute(new Command.Release("v1"), "alice");
		List<CompletableFuture<Integer>> operators = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			Random random = new Random(i);
			String by = "operator-" + i;
			operators.add(CompletableFuture.supplyAsync(() -> operate(random, by), (task) -> new Thread(task).start()));
		}
		int done = 1;
		for (CompletableFuture<Integer> operator : operators) {
			done += get(operator);
		}
		List<HistoryEntry> history = get(this.rollouts.history("shop"));
		assertThat(history).hasSize(done);
		for (int i = 0; i < done; i++) {
			assertThat(history.get(i).serial()).isEqualTo(i + 1);
			assertThat(i == 0 || history.get(i).from() == history.get(i - 1).to()).isTrue();
		}
		RolloutState state = get(this.rollouts.state("shop"));
		assertThat(state.serial()).isEqualTo(done);
		assertThat(state.phase()).isEqualTo(history.get(done - 1).to());
	}

	private int operate(Random random, String by) {
		int done = 0;
		for (int i = 0; i < 25; i++) {
			try {
				command(random.nextInt(6), by);
				done++;
			}
			catch (TransitionRefusedException | RolloutConflictException ex) {
				assertThat(ex.getMessage()).isNotBlank();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
		return done;
	}

	private void command(int which, String by) throws Exception {
		switch (which) {
			case 0 -> execute(new Command.Pause(), by);
			case 1 -> execute(new Command.Resume(), by);
			case 2 -> execute(new Command.Abort(), by);
			case 3 -> execute(new Command.Rollback(null), by);
			case 4 -> execute(new Command.Promote(), by);
			default -> get(this.rollouts.start("shop", "v2", PLAN, by));
		}
	}

	@Test
	void callWhenConfigurationIsNotImportedIsRefused() {
		assertThatExceptionOfType(UnknownConfigurationException.class)
			.isThrownBy(() -> get(this.rollouts.state("other")))
			.withMessage("'other' is not imported here, only 'shop': add 'rollout:other' to 'spring.config.import',"
					+ " or ask an instance that imports it");
		assertThatExceptionOfType(UnknownConfigurationException.class)
			.isThrownBy(() -> get(this.rollouts.publish("other", NewVersion.of("alice", "pricing: {discount: 10}"))));
	}

	@Test
	void callWhenEtcdIsGoneFails() {
		this.etcd.stop();
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> get(this.rollouts.state("shop")));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> publish("v1", "pricing: {discount: 10}"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> execute(new Command.Abort(), "bob"));
	}

	@Test
	void callWhenStateIsNonsenseSaysWhatToDo() {
		this.etcd.put(KEYS.state("shop"), "nonsense");
		assertThatExceptionOfType(InvalidRolloutStateException.class)
			.isThrownBy(() -> execute(new Command.Abort(), "bob"))
			.withMessageNotContaining("nonsense");
	}

}
