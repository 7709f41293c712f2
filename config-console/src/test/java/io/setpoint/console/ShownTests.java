package io.setpoint.console;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.setpoint.memory.MemoryServer;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever changes something sees it on the page that comes then, without script too, also
 * while the console's copy of etcd lags.
 */
class ShownTests {

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene();

	private static void rollout(String name) {
		scene.shop().publish(name, "v1", "ada", "a: 1");
		scene.shop().release(name, "v1", "ada", null);
		scene.shop().publish(name, "v2", "ada", "a: 2");
		scene.shop().start(name, "v2", Plan.allAtOnce(Duration.ofMinutes(5)), "ada", null);
		scene.arrived(name);
	}

	private static String newest(String name) {
		return Shop.done(scene.shop().rollouts(name).newest(name));
	}

	/**
	 * Let the console hear of a change a little after etcd has it.
	 * @param change what somebody does
	 * @param written whether etcd has it
	 * @return the page that comes then
	 */
	private static Visitor.Answer late(Supplier<Visitor.Answer> change, BooleanSupplier written) {
		Lag lag = new Lag(scene);
		CompletableFuture<Visitor.Answer> answer = CompletableFuture.supplyAsync(change);
		try (lag) {
			RunningConsole.await(() -> written.getAsBoolean() || answer.isDone());
		}
		return Shop.done(answer);
	}

	@Test
	void commandIsOnThePageThatComesThen() {
		rollout("shown");
		Visitor olga = scene.visitor("olga");
		Element pause = olga.get("/shown/rollout").page().selectFirst("#do-pause form");
		Visitor.Answer answer = late(() -> olga.submit(pause, Map.of("reason", "lunch")),
				() -> scene.shop().state("shown").phase() == Phase.PAUSED);
		assertThat(answer.page().select(".phase").text()).isEqualTo("paused");
		assertThat(answer.page().select(".notice").text()).isEqualTo("Done: pause.");
	}

	@Test
	void rolloutThatIsStartedIsOnThePageThatComesThen() {
		scene.shop().publish("started", "v1", "ada", "a: 1");
		RunningConsole.await(() -> scene.current().find("started") != null);
		Visitor olga = scene.visitor("olga");
		Element choose = olga.get("/started/start?version=v1").page().selectFirst("#choose");
		Element start = olga.submit(choose, Map.of("preset", "all-at-once")).page().selectFirst("#start");
		Visitor.Answer answer = late(() -> olga.submit(start, Map.of("unjudged", "true")),
				() -> scene.shop().state("started").phase() == Phase.RUNNING);
		assertThat(answer.page().select(".phase").text()).isEqualTo("running");
	}

	@Test
	void versionThatIsPublishedIsChosenOnThePageThatComesThen() {
		rollout("published");
		Visitor boss = scene.visitor("boss");
		Element editor = boss.get("/published/edit").page().selectFirst("#edit");
		Element publish = boss.submit(editor, Map.of("document", "a: 3")).page().selectFirst("#publish");
		Visitor.Answer answer = late(() -> boss.submit(publish, Map.of("unjudged", "true")),
				() -> !newest("published").equals("v2"));
		assertThat(answer.page().select("[name=version] option[selected]").eachAttr("value"))
			.containsExactly(newest("published"));
	}

	@Test
	void pageThatIsBehindSaysSo() {
		rollout("lagging");
		Visitor olga = scene.visitor("olga");
		Element pause = olga.get("/lagging/rollout").page().selectFirst("#do-pause form");
		try (Lag lag = new Lag(scene)) {
			Visitor.Answer answer = olga.submit(pause, Map.of());
			assertThat(answer.page().select(".phase").text()).isEqualTo("running");
			assertThat(answer.page().select(".notice").text())
				.isEqualTo("Done: pause. This page does not show it yet: reload it.");
		}
		scene.arrived("lagging");
		assertThat(olga.get("/lagging/rollout").page().select(".phase").text()).isEqualTo("paused");
	}

	@Test
	void nobodyWaitsForAnEtcdThatIsAway() {
		try (MemoryServer etcd = new MemoryServer()) {
			etcd.start();
			try (RunningConsole console = new RunningConsole("http://127.0.0.1:" + etcd.port())) {
				etcd.stop();
				RunningConsole.await(() -> console.watch().status().state() != MirrorStatus.State.LIVE);
				assertThat(Shop.done(console.watch().arrival("nobody", (known) -> true, Duration.ofDays(1)))).isFalse();
			}
		}
	}

}
