package io.setpoint.console;

import java.time.Duration;
import java.util.Map;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Stage;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that is sent twice, or too late, does nothing that nobody wanted, also while
 * the console's copy of etcd lags.
 */
class SentTwiceTests {

	private static final Plan PLAN = Plan
		.of(Stage.instances(10, Duration.ofMinutes(10)), Stage.instances(30, Duration.ofMinutes(10)),
				Stage.instances(100, Duration.ofMinutes(5)))
		.withApproval(Approval.NONE);

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene();

	private static void rollout(String name, Plan plan) {
		scene.shop().publish(name, "v1", "ada", "a: 1");
		scene.shop().release(name, "v1", "ada", null);
		scene.shop().publish(name, "v2", "ada", "a: 2");
		scene.shop().publish(name, "v3", "ada", "a: 3");
		scene.shop().start(name, "v2", plan, "ada", null);
		scene.arrived(name);
	}

	private static Element form(Visitor visitor, String name, String word) {
		return visitor.get("/" + name + "/rollout").page().selectFirst("#do-" + word + " form");
	}

	@Test
	void promotionThatIsSentTwiceSkipsNoStage() {
		rollout("double", PLAN);
		Visitor olga = scene.visitor("olga");
		Element promote = form(olga, "double", "promote");
		try (Lag lag = new Lag(scene)) {
			assertThat(olga.submit(promote, Map.of()).status()).isEqualTo(200);
			assertThat(scene.current().find("double").state().serial()).isEqualTo(2);
			Visitor.Answer second = olga.submit(promote, Map.of());
			assertThat(second.status()).isEqualTo(409);
			assertThat(second.text()).contains("has moved on since you looked ('olga' gave 'promote' to it)")
				.contains("so 'promote' was not done");
		}
		assertThat(scene.shop().state("double").stage()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "approve", "resume" })
	void whatGoesOnIsMeantForTheStateThatWasSeen(String word) {
		String name = "once-" + word;
		rollout(name, word.equals("approve") ? PLAN.withApproval(Approval.REQUIRED) : PLAN);
		if (word.equals("resume")) {
			scene.shop().give(name, new Command.Pause(), "ada", null);
			scene.arrived(name);
		}
		Visitor boss = scene.visitor("boss");
		Element form = form(boss, name, word);
		assertThat(boss.submit(form, Map.of()).status()).isEqualTo(200);
		scene.shop().give(name, new Command.Pause(), "ada", null);
		assertThat(boss.submit(form, Map.of()).status()).isEqualTo(409);
		assertThat(scene.shop().state(name).phase()).isEqualTo(Phase.PAUSED);
	}

	@Test
	void pauseIsMeantForTheRolloutWhereverItHasComeTo() {
		rollout("further", PLAN);
		Visitor olga = scene.visitor("olga");
		Element pause = form(olga, "further", "pause");
		scene.shop().give("further", new Command.Promote(), "ada", null);
		assertThat(olga.submit(pause, Map.of()).status()).isEqualTo(200);
		assertThat(scene.shop().state("further").phase()).isEqualTo(Phase.PAUSED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "abort", "rollback", "pause" })
	void whatStopsOneRolloutDoesNotStopTheNext(String word) {
		String name = "next-" + word;
		rollout(name, PLAN);
		Visitor olga = scene.visitor("olga");
		Element form = form(olga, name, word);
		scene.shop().give(name, new Command.Abort(), "ada", null);
		scene.shop().start(name, "v3", PLAN, "ada", null);
		Visitor.Answer answer = olga.submit(form, Map.of("reason", "errors"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.text()).contains("('ada' gave 'abort' to it), so '" + word + "' was not done");
		assertThat(scene.shop().state(name).phase()).isEqualTo(Phase.RUNNING);
	}

	@Test
	void rollbackOfAReleaseDoesNotTakeBackTheNext() {
		scene.shop().publish("released", "v1", "ada", "a: 1");
		scene.shop().publish("released", "v2", "ada", "a: 2");
		scene.shop().publish("released", "v3", "ada", "a: 3");
		scene.shop().release("released", "v1", "ada", null);
		scene.shop().release("released", "v2", "ada", null);
		scene.arrived("released");
		Visitor olga = scene.visitor("olga");
		Element form = form(olga, "released", "rollback");
		scene.shop().release("released", "v3", "ada", null);
		Visitor.Answer answer = olga.submit(form, Map.of("reason", "errors"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.text()).contains("('ada' gave 'release' to it), so 'rollback' was not done");
		assertThat(scene.shop().state("released").stable()).isEqualTo("v3");
	}

	@Test
	void startIsMeantForTheStateThatWasShown() {
		rollout("preview", PLAN);
		scene.shop().give("preview", new Command.Abort(), "ada", null);
		scene.arrived("preview");
		Visitor olga = scene.visitor("olga");
		Element choose = olga.get("/preview/start?version=v3").page().selectFirst("#choose");
		Element start = olga.submit(choose, Map.of("preset", "standard")).page().selectFirst("#start");
		try (Lag lag = new Lag(scene)) {
			scene.shop().release("preview", "v2", "ada", null);
			Visitor.Answer answer = olga.submit(start, Map.of("unjudged", "true", "reason", "the autumn"));
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.page().select("[role=alert]").text()).contains("('ada' gave 'release' to it)");
			assertThat(answer.page().select("option[selected]").eachText()).first().isEqualTo("v3");
			Element again = answer.page().selectFirst("#choose");
			assertThat(olga.submit(again, Map.of()).page().select("#start [name=reason]").val())
				.isEqualTo("the autumn");
			assertThat(scene.current().find("preview").state().serial()).isEqualTo(3);
		}
		assertThat(scene.shop().state("preview").phase()).isEqualTo(Phase.COMPLETED);
	}

	@Test
	void stateThatHasFallenBehindItsHistoryTakesCommands() {
		rollout("behind", PLAN);
		scene.shop().give("behind", new Command.Abort(), "ada", null);
		scene.shop().delete(Shop.KEYS.state("behind"));
		scene.arrived("behind");
		Visitor olga = scene.visitor("olga");
		Element choose = olga.get("/behind/start?version=v3").page().selectFirst("#choose");
		Element start = olga.submit(choose, Map.of("preset", "all-at-once")).page().selectFirst("#start");
		assertThat(olga.submit(start, Map.of("unjudged", "true")).status()).isEqualTo(200);
		assertThat(scene.shop().state("behind").serial()).isEqualTo(4);
	}

}
