package io.setpoint.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.BuildVerdict.Outcome;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four processes of two builds judge, one of them is killed while it does, and then
 * nobody is there any more.
 */
@EtcdTest(mode = EtcdTest.Mode.REAL)
class TrialProcessesTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private final EtcdServer etcd;

	@TempDir
	private Path folder;

	TrialProcessesTests(EtcdServer etcd) {
		this.etcd = etcd;
	}

	@Test
	void verdictOfEachBuildComesAlsoWhenItsJudgeIsKilled() throws Exception {
		Path marker = this.folder.resolve("marker");
		List<Instance> instances = new ArrayList<>();
		try (WritableStore store = Stores.connect(EtcdConnection.to(this.etcd.endpoint()))) {
			Trials trials = new Trials(store, KEYS, Pauses.on(ForkJoinPool.commonPool()), Clock.systemUTC());
			instances.add(start("old-1", List.of()));
			instances.add(start("old-2", List.of()));
			List<String> options = List.of("-D" + StricterBuild.MARKER + "=" + marker);
			instances.add(start("new-1", options, "spring.main.sources=" + StricterBuild.class.getName()));
			instances.add(start("new-2", options, "spring.main.sources=" + StricterBuild.class.getName()));
			instances.forEach(Instance::awaitStarted);
			Application.await("the fleet",
					() -> this.etcd.getAll(KEYS.fleet("shop"))
						.values()
						.stream()
						.filter((entry) -> entry.contains("\"build\""))
						.count() == 4);
			assertThatEachBuildJudges(trials);
			assertThatAnotherInstanceTakesOver(trials, marker, instances);
			instances.forEach(Instance::close);
			Application.await("the end of the fleet", () -> this.etcd.getAll(KEYS.fleet("shop")).isEmpty());
			assertThat(get(ask(trials, 10)).isUnjudged()).isTrue();
			assertThat(this.etcd.getAll(KEYS.rolloutRoot() + "shop/trials/")).isEmpty();
		}
		finally {
			instances.forEach(Instance::close);
		}
	}

	private Instance start(String id, List<String> options, String... more) throws IOException {
		List<String> properties = new ArrayList<>(List.of("setpoint.etcd.endpoints=" + this.etcd.endpoint(),
				"spring.config.import=rollout:shop", "setpoint.snapshot.enabled=false", "setpoint.fleet.lease=5s",
				"setpoint.rollout.controller=false"));
		properties.addAll(List.of(more));
		return Instance.start(Files.createDirectories(this.folder.resolve(id)), id, options, properties);
	}

	private static void assertThatEachBuildJudges(Trials trials) throws Exception {
		FleetVerdict verdict = get(ask(trials, 60));
		assertThat(verdict.builds()).extracting(BuildVerdict::instances).containsExactly(2, 2);
		assertThat(verdict.builds()).extracting(BuildVerdict::outcome)
			.containsExactlyInAnyOrder(Outcome.ACCEPTED, Outcome.REFUSED);
		assertThat(verdict.problems()).singleElement()
			.asString()
			.contains("(2 instances) refuses it: pricing.discount", "must be less than or equal to 50");
	}

	private void assertThatAnotherInstanceTakesOver(Trials trials, Path marker, List<Instance> instances)
			throws Exception {
		CompletableFuture<FleetVerdict> result = ask(trials, StricterBuild.ENDLESS);
		Application.await("a judge", () -> isWritten(marker));
		Instance judge = instances.stream()
			.filter((instance) -> instance.isProcess(pid(marker)))
			.findFirst()
			.orElseThrow();
		judge.kill();
		FleetVerdict verdict = get(result);
		assertThat(verdict.problems()).isEmpty();
		assertThat(verdict.builds()).hasSize(2).allMatch((build) -> build.outcome() == Outcome.ACCEPTED);
		assertThat(verdict.builds()).extracting(BuildVerdict::judge)
			.anyMatch((id) -> id != null && id.startsWith("new-"))
			.doesNotContain(judge.id());
		Application.await("the end of the trial", () -> this.etcd.getAll(KEYS.trials("shop")).isEmpty());
	}

	private static boolean isWritten(Path marker) {
		return Files.exists(marker) && pid(marker) > 0;
	}

	private static long pid(Path marker) {
		try {
			String text = Files.readString(marker);
			return text.isEmpty() ? 0 : Long.parseLong(text);
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static CompletableFuture<FleetVerdict> ask(Trials trials, int discount) {
		return trials.ask("shop", "pricing.discount: " + discount, "ann", Duration.ofSeconds(60));
	}

	private static FleetVerdict get(CompletableFuture<FleetVerdict> result) throws Exception {
		return result.get(Application.LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

}
