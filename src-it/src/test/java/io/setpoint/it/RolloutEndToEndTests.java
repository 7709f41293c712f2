package io.setpoint.it;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.setpoint.rollout.Bucket;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fleet of four instances, each a process of its own, that conducts itself through a
 * real etcd.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RolloutEndToEndTests {

	private static final List<String> IDS = List.of("shop-a", "shop-b", "shop-c", "shop-d");

	/**
	 * An instance that never is the controller.
	 */
	private static final String CANARY = "shop-d";

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final int STABLE = 10;

	private static final int CANDIDATE = 20;

	private static final int INVALID = 4711;

	private static final int FAILING = 66;

	private static final String SLOW_CANARY = "{scope: instances, percent: 25, bake: 30s}";

	private static final String CONSTANT_CANARY = "{scope: instances, percent: 100, match: {name: " + CANARY
			+ "}, bake: 5s}";

	private static final String EVERYBODY = "{scope: instances, percent: 100, bake: 500ms}";

	private final ShopFleet shops = new ShopFleet();

	private final Map<String, Instance> fleet = new LinkedHashMap<>();

	private int versions;

	private long serialBefore;

	private Path folder;

	@BeforeAll
	void releaseTheFirstVersion(@TempDir Path folder) {
		this.folder = folder;
		IDS.subList(0, 1).forEach(this::start);
		instance().awaitStarted();
		this.shops.publish(instance(), "first", STABLE);
		this.shops.release(instance(), "first");
	}

	@BeforeEach
	void completeTheFleet() {
		IDS.stream()
			.filter((id) -> !this.fleet.containsKey(id) || !this.fleet.get(id).isRunning())
			.toList()
			.forEach(this::start);
		this.fleet.values().forEach(Instance::awaitStarted);
		if (state().phase().isActive()) {
			command("abort", "{\"by\": \"clean-up\"}");
		}
		if (!"first".equals(state().stable())) {
			command("release", "{\"version\": \"first\", \"by\": \"clean-up\"}");
		}
		awaitEverybodyHas(STABLE);
		awaitFleetOf(IDS.size());
		this.serialBefore = state().serial();
	}

	@AfterAll
	void stop() {
		this.shops.close();
	}

	private void start(String id) {
		this.fleet.put(id, this.shops.start(this.folder, id, List.of(), !id.equals(CANARY)));
	}

	private Instance instance() {
		return this.fleet.values().stream().filter(Instance::isRunning).findFirst().orElseThrow();
	}

	private String publish(int discount) {
		String version = "v" + ++this.versions;
		this.shops.publish(instance(), version, discount);
		return version;
	}

	private void command(String action, String json) {
		this.shops.command(instance(), action, json);
	}

	private HttpResponse<String> send(String action, String json) {
		return this.shops.send(instance(), action, json);
	}

	private void startRollout(String version, String... stages) {
		this.shops.rollOut(instance(), version, stages);
	}

	private RolloutState state() {
		return this.shops.state();
	}

	private List<HistoryEntry> history() {
		return this.shops.history().stream().filter((entry) -> entry.serial() > this.serialBefore).toList();
	}

	private List<String> actions() {
		return history().stream().map(HistoryEntry::action).filter((action) -> !action.equals("extend")).toList();
	}

	private void assertThatHistoryIsUnbroken() {
		List<HistoryEntry> entries = history();
		for (int i = 0; i < entries.size(); i++) {
			assertThat(entries.get(i).serial()).isEqualTo(this.serialBefore + i + 1);
			assertThat(i == 0 || entries.get(i).from() == entries.get(i - 1).to()).isTrue();
		}
		assertThat(state().serial()).isEqualTo(this.serialBefore + entries.size());
	}

	private void awaitState(String what, Predicate<RolloutState> condition) {
		this.shops.awaitState(what, condition);
	}

	private void awaitPhase(Phase phase) {
		awaitState(phase.toString(), (state) -> state.phase() == phase);
	}

	private void awaitFleetOf(int size) {
		Application.await("a fleet of " + size, () -> this.shops.members().size() == size);
	}

	private void awaitEverybodyHas(int discount) {
		Application.await("discount " + discount, () -> shares(discount) == running());
	}

	private long running() {
		return this.fleet.values().stream().filter(Instance::isRunning).count();
	}

	private long shares(int discount) {
		return this.fleet.values()
			.stream()
			.filter(Instance::isRunning)
			.filter((instance) -> instance.get("/discount").body().equals(String.valueOf(discount)))
			.count();
	}

	/**
	 * Wait until the one canary of the first stage has the candidate.
	 * @return the canary
	 */
	private Instance awaitCanary() {
		awaitState("a canary", (state) -> state.cohort().instances().size() == 1);
		Instance canary = this.fleet.get(state().cohort().instances().iterator().next());
		Application.await("the canary's discount", () -> canary.get("/discount").body().equals("" + CANDIDATE));
		return canary;
	}

	private Instance controller() {
		String value = this.shops.awaitController();
		return this.fleet.values()
			.stream()
			.filter((instance) -> value.contains(instance.id()))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void rolloutWhenApprovedGoesFromCanaryToEverybody() {
		String version = publish(CANDIDATE);
		this.shops.propose(instance(), version, "required", SLOW_CANARY, EVERYBODY);
		assertThat(state().phase()).isEqualTo(Phase.PROPOSED);
		assertThat(send("approve", "{\"by\": \"alice\"}").statusCode()).isEqualTo(409);
		assertThat(send("start", "{\"version\": \"" + version + "\", \"by\": \"bob\", \"preset\": \"all-at-once\"}")
			.statusCode()).isEqualTo(409);
		command("approve", "{\"by\": \"bob\"}");
		awaitCanary();
		assertThat(shares(STABLE)).isEqualTo(3);
		command("promote", "{\"by\": \"bob\"}");
		awaitPhase(Phase.COMPLETED);
		awaitEverybodyHas(CANDIDATE);
		assertThat(actions()).containsExactly("start", "approve", "promote", "promote");
		assertThatHistoryIsUnbroken();
	}

	@Test
	void rolloutWhenGuardFailsIsRolledBack() {
		String version = publish(FAILING);
		startRollout(version,
				"{scope: instances, percent: 25, bake: 60s, guards: [{name: errors, kind: ratio, meter: http.server.requests,"
						+ " tags: {outcome: SERVER_ERROR}, max: 0.1, minimumCount: 5}]}",
				EVERYBODY);
		Application.await("the rollback", () -> {
			this.fleet.values().forEach((instance) -> instance.get("/discount"));
			return state().phase() == Phase.ROLLED_BACK;
		});
		awaitEverybodyHas(STABLE);
		assertThat(state().reason()).contains("errors");
		assertThat(actions()).containsExactly("start", "rollback");
		assertThatHistoryIsUnbroken();
	}

	@Test
	void rolloutWhenCanaryCrashesIsRolledBack() {
		startRollout(publish(CANDIDATE), SLOW_CANARY, EVERYBODY);
		Instance canary = awaitCanary();
		canary.kill();
		awaitPhase(Phase.ROLLED_BACK);
		assertThat(state().reason()).contains(canary.id());
		awaitEverybodyHas(STABLE);
		assertThatHistoryIsUnbroken();
	}

	@Test
	void rolloutWhenCanaryLeavesCleanlyGoesOnWithAnother() {
		startRollout(publish(CANDIDATE), SLOW_CANARY, EVERYBODY);
		Instance canary = awaitCanary();
		canary.close();
		awaitState("another canary", (state) -> state.cohort().instances().size() == 2);
		assertThat(state().phase()).isEqualTo(Phase.RUNNING);
		Application.await("the other canary", () -> shares(CANDIDATE) == 1);
		assertThatHistoryIsUnbroken();
	}

	@Test
	void rolloutWhenInstanceRefusesTheCandidateIsRolledBack() {
		String version = "v" + ++this.versions;
		assertThat(instance()
			.post("/actuator/rollouts/shop/publish",
					"{\"id\": \"" + version + "\", \"by\": \"alice\", \"document\": \"pricing: {discount: " + INVALID
							+ "}\"}")
			.statusCode()).isEqualTo(400);
		String valid = publish(CANDIDATE);
		this.shops.etcd().put(KEYS.version("shop", version), versionLike(valid, version));
		String start = ShopFleet.start(version, "none", SLOW_CANARY, EVERYBODY);
		HttpResponse<String> judged = send("start", "{" + start + "}");
		assertThat(judged.statusCode()).isEqualTo(400);
		assertThat(judged.body()).contains("not every live build accepts it");
		command("start", "{\"unjudged\": true, " + start + "}");
		awaitPhase(Phase.ROLLED_BACK);
		assertThat(state().reason()).contains("refused").doesNotContain(String.valueOf(INVALID));
		awaitEverybodyHas(STABLE);
		assertThatHistoryIsUnbroken();
	}

	/**
	 * What an application with other constraints could have published.
	 * @param like a version that is there
	 * @param id the id of the new one
	 * @return its JSON
	 */
	private String versionLike(String like, String id) {
		io.setpoint.rollout.Version version = RolloutFormat.read(
				String.valueOf(this.shops.etcd().get(KEYS.version("shop", like))).getBytes(StandardCharsets.UTF_8),
				io.setpoint.rollout.Version.class);
		return new String(RolloutFormat.write(io.setpoint.rollout.Version.of(id, "mallory", null, Map.of(),
				version.parent(), version.createdAt(), "pricing: {discount: " + INVALID + "}")),
				StandardCharsets.UTF_8);
	}

	@Test
	void rolloutWhenControllerIsKilledGoesOnWithoutRepeatingAStage() {
		startRollout(publish(CANDIDATE), CONSTANT_CANARY, EVERYBODY);
		controller().kill();
		awaitPhase(Phase.COMPLETED);
		awaitEverybodyHas(CANDIDATE);
		assertThat(actions()).containsExactly("start", "promote", "promote");
		assertThatHistoryIsUnbroken();
	}

	@Test
	void rolloutWhenControllerIsFrozenGoesOnWithoutIt() {
		startRollout(publish(CANDIDATE), CONSTANT_CANARY, EVERYBODY);
		Instance controller = controller();
		controller.freeze();
		try {
			awaitState("the last stage", (state) -> state.stage() == 1 || state.phase() == Phase.COMPLETED);
		}
		finally {
			controller.thaw();
		}
		awaitPhase(Phase.COMPLETED);
		awaitEverybodyHas(CANDIDATE);
		assertThat(actions()).containsExactly("start", "promote", "promote");
		assertThatHistoryIsUnbroken();
	}

	@Test
	void rolloutOverRequestsGivesEachSubjectTheSameSideOnAllInstances() {
		startRollout(publish(CANDIDATE), "{scope: requests, percent: 30, bake: 60s}",
				"{scope: requests, percent: 100, bake: 500ms}");
		String salt = String.valueOf(state().salt());
		List<String> users = IntStream.range(0, 200).mapToObj((number) -> "user-" + number).toList();
		String first = users.stream().filter((user) -> isIn(salt, user)).findFirst().orElseThrow();
		this.fleet.values()
			.forEach((instance) -> Application.await("both versions",
					() -> instance.getAs("/discount", first).equals("" + CANDIDATE)));
		for (String user : users) {
			String expected = String.valueOf(isIn(salt, user) ? CANDIDATE : STABLE);
			assertThat(this.fleet.values())
				.allSatisfy((instance) -> assertThat(instance.getAs("/discount", user)).as(user).isEqualTo(expected));
		}
		assertThat(instance().get("/discount").body()).isEqualTo("" + STABLE);
		assertThat(instance().get("/actuator/metrics/http.server.requests?tag=config.variant:candidate").statusCode())
			.isEqualTo(200);
		command("promote", "{\"by\": \"bob\"}");
		awaitPhase(Phase.COMPLETED);
		awaitEverybodyHas(CANDIDATE);
		assertThatHistoryIsUnbroken();
	}

	private static boolean isIn(String salt, String user) {
		return Bucket.of(salt, user) < 3000;
	}

	@Test
	void abortWhenRolloutIsRunningGivesEverybodyTheStableVersion() {
		startRollout(publish(CANDIDATE), SLOW_CANARY, EVERYBODY);
		awaitCanary();
		command("abort", "{\"by\": \"bob\", \"reason\": \"changed our minds\"}");
		assertThat(state().phase()).isEqualTo(Phase.ABORTED);
		awaitEverybodyHas(STABLE);
		assertThat(send("promote", "{\"by\": \"bob\"}").statusCode()).isEqualTo(409);
		assertThatHistoryIsUnbroken();
	}

}
