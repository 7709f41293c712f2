package io.setpoint.console;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.setpoint.instance.Identity;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever publishes or starts in the console asks the fleet in that moment, whatever it
 * has said before.
 */
class FleetAskedTests {

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene();

	private static List<String> furnish(String name, int instances) {
		scene.shop().publish(name, "v1", "ada", "a: 1");
		scene.shop().release(name, "v1", "ada", null);
		scene.shop().publish(name, "v2", "ada", "a: 2");
		List<String> ids = IntStream.range(0, instances).mapToObj((i) -> "i-%02d".formatted(i)).toList();
		if (instances > 0) {
			scene.shop().build(name, "b1", ids);
		}
		RunningConsole
			.await(() -> scene.current().find(name) != null && scene.current().find(name).members().size() == instances
					&& scene.current().find(name).versions().size() == 2
					&& scene.current().find(name).state().serial() == 1);
		return ids;
	}

	private static Element publishForm(Visitor visitor, String name, String document) {
		Element editor = visitor.get("/" + name + "/edit").page().selectFirst("form:has(textarea)");
		return visitor.submit(editor, Map.of("document", document)).page().selectFirst("#publish");
	}

	private static Document preview(Visitor visitor, String name, Map<String, String> choice) {
		Element form = visitor.get("/" + name + "/start?version=v2").page().selectFirst("#choose");
		Visitor.Answer answer = visitor.submit(form, choice);
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		return answer.page();
	}

	private static int versions(String name) {
		return Shop.done(scene.shop().rollouts(name).versions(name)).size();
	}

	@Test
	void publicationIsRefusedByABuildThatAcceptedItOnReview() {
		furnish("changed", 3);
		try (Judges judges = new Judges(scene.shop(), "changed")) {
			Visitor ed = scene.visitor("ed");
			Element publish = publishForm(ed, "changed", "a: 3\n");
			judges.judgeBy((build, document) -> List.of("a must be less than 3"));
			Visitor.Answer answer = ed.submit(publish, Map.of("description", "more of it"));
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.text()).contains("nothing was published");
			assertThat(answer.page().select(".verdicts tbody").text())
				.isEqualTo("b1 refused a must be less than 3 3 judge-b1");
			assertThat(answer.page().select("textarea").text()).contains("a: 3");
			assertThat(answer.page().select("input[name=description]").val()).isEqualTo("more of it");
			assertThat(answer.page().select("#publish")).isEmpty();
			assertThat(versions("changed")).isEqualTo(2);
		}
	}

	@Test
	void publicationThatEveryBuildAcceptsIsDone() {
		furnish("accepted", 3);
		try (Judges judges = new Judges(scene.shop(), "accepted")) {
			Visitor ed = scene.visitor("ed");
			Element publish = publishForm(ed, "accepted", "a: 3");
			assertThat(publish.select("[name=unjudged]")).isEmpty();
			assertThat(ed.submit(publish, Map.of()).status()).isEqualTo(403);
			assertThat(versions("accepted")).isEqualTo(3);
		}
	}

	@Test
	void publicationThatIsOvertakenWhileTheFleetIsAskedIsNotDone() {
		furnish("raced", 1);
		try (Judges judges = new Judges(scene.shop(), "raced"); Shop other = new Shop(scene.shop().endpoint())) {
			Visitor ed = scene.visitor("ed");
			Element publish = publishForm(ed, "raced", "a: 3");
			judges.judgeBy((build, document) -> {
				other.publish("raced", "theirs", "ada", "a: 9");
				return List.of();
			});
			Visitor.Answer answer = ed.submit(publish, Map.of());
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.text()).contains("Nothing was published.")
				.contains("'ada' has published 'theirs' since you opened the editor.");
			assertThat(answer.page().select("textarea[name=document]").text()).contains("a: 3");
			assertThat(versions("raced")).isEqualTo(3);
		}
	}

	@Test
	void startIsRefusedByTheSchemaAsAPublicationIs() {
		furnish("schema", 1);
		scene.shop().put("/schemas/schema/b1", """
				{"type": "object", "properties": {"a": {"type": "integer", "maximum": 1}}}""");
		try (Judges judges = new Judges(scene.shop(), "schema")) {
			Visitor olga = scene.visitor("olga");
			Document preview = preview(olga, "schema", Map.of("preset", "all-at-once"));
			assertThat(preview.select("#problems").text()).contains("'a' must be at most 1");
			assertThat(preview.select("#start")).isEmpty();
			scene.shop().delete("/schemas/schema/b1");
			Element start = preview(olga, "schema", Map.of("preset", "all-at-once")).selectFirst("#start");
			scene.shop().put("/schemas/schema/b1", """
					{"type": "object", "properties": {"a": {"type": "integer", "maximum": 0}}}""");
			Visitor.Answer answer = olga.submit(start, Map.of());
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.text()).contains("Nothing was started.").contains("'a' must be at most 0");
			assertThat(scene.shop().state("schema").phase()).isEqualTo(Phase.COMPLETED);
		}
	}

	@Test
	void nobodyAliveNeedsTheWordWhichTheHistoryKeeps() {
		furnish("alone", 0);
		Visitor ed = scene.visitor("ed");
		Element publish = publishForm(ed, "alone", "a: 3");
		assertThat(publish.text()).contains("Publish it unjudged: no instance has tried it");
		Visitor.Answer refused = ed.submit(publish, Map.of("unjudged", "false"));
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("Nobody is alive who could judge it, so nothing was published");
		assertThat(versions("alone")).isEqualTo(2);
		ed.submit(refused.page().selectFirst("#publish"), Map.of("unjudged", "true"));
		assertThat(versions("alone")).isEqualTo(3);
		assertThat(Shop.done(scene.shop().rollouts("alone").history("alone")))
			.anySatisfy((entry) -> assertThat(entry.reason()).contains("was published unjudged"));
	}

	@Test
	void startThatLacksTheWordIsAskedForItWithTheReasonThatWasWritten() {
		furnish("lonely", 0);
		Visitor olga = scene.visitor("olga");
		Element start = preview(olga, "lonely", Map.of("preset", "all-at-once", "bake", "1m")).selectFirst("#start");
		Visitor.Answer answer = olga.submit(start, Map.of("unjudged", "false", "reason", "the autumn"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.text()).contains("Nobody is alive who could judge it, so nothing was started");
		assertThat(answer.page().select("#start [name=reason]").val()).isEqualTo("the autumn");
	}

	@Test
	void wordDoesNotCountOnceSomebodyIsAlive() {
		furnish("forged", 0);
		Visitor ed = scene.visitor("ed");
		Element publish = publishForm(ed, "forged", "a: 3");
		try (Judges judges = new Judges(scene.shop(), "forged")) {
			judges.judgeBy((build, document) -> List.of("never"));
			scene.shop().build("forged", "b1", List.of("late"));
			assertThat(ed.submit(publish, Map.of("unjudged", "true")).status()).isEqualTo(409);
			assertThat(versions("forged")).isEqualTo(2);
		}
	}

	@Test
	void startIsRefusedByABuildThatAcceptedItInThePreview() {
		furnish("late", 3);
		try (Judges judges = new Judges(scene.shop(), "late")) {
			Visitor olga = scene.visitor("olga");
			Document preview = preview(olga, "late", Map.of("preset", "all-at-once", "bake", "1m"));
			assertThat(preview.select("#verdict").text())
				.isEqualTo("Every live build would accept it, as one instance of each says.");
			judges.judgeBy((build, document) -> List.of("a must be less than 2"));
			Visitor.Answer answer = olga.submit(preview.selectFirst("#start"), Map.of());
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.text()).contains("nothing was started").contains("a must be less than 2");
			assertThat(scene.shop().state("late").phase()).isEqualTo(Phase.COMPLETED);
			judges.judgeBy((build, document) -> List.of());
			Document again = preview(olga, "late", Map.of("preset", "all-at-once", "bake", "1m"));
			assertThat(olga.submit(again.selectFirst("#start"), Map.of()).text())
				.contains("The rollout of v2 is started.");
			assertThat(scene.shop().state("late").phase()).isEqualTo(Phase.RUNNING);
		}
	}

	@Test
	void previewNamesTheInstancesThatTheRolloutTakesIn() {
		List<String> ids = furnish("named", 31);
		try (Judges judges = new Judges(scene.shop(), "named")) {
			Visitor olga = scene.visitor("olga");
			Document preview = preview(olga, "named", Map.of("preset", "exponential", "bake", "10m"));
			String first = preview.select(".numbered li").get(0).text();
			assertThat(first).startsWith("5 % of the instances: 2 of 31 live instances: ")
				.endsWith(", bakes for 10 min");
			assertThat(preview.select(".numbered li").get(2).text()).contains("all of 31 live instances");
			olga.submit(preview.selectFirst("#start"), Map.of());
			RolloutState state = scene.shop().state("named");
			Set<String> taken = new TreeSet<>(Cohort.NONE
				.filled(state.plan().stages().subList(0, 1),
						ids.stream().map((id) -> new Identity(id, Map.of())).toList(), state.salt())
				.instances());
			assertThat(first).contains(": " + String.join(", ", taken) + ",");
		}
	}

	@Test
	void previewSaysWhatSharesOfRequestsTakeIn() {
		furnish("asked", 3);
		try (Judges judges = new Judges(scene.shop(), "asked")) {
			String plan = "stages: [{scope: requests, percent: 10, match: {tier: vip}, bake: 5m},"
					+ " {scope: instances, percent: 100}]";
			Document preview = preview(scene.visitor("olga"), "asked", Map.of("preset", "own", "plan", plan));
			assertThat(preview.select(".numbered li").text())
				.contains("10 % of the subjects with tier=vip, on each of 3 live instances");
		}
	}

	@Test
	void nameThatNoBuildReadsIsNamedBeforeItIsPublishedAndStarted() {
		furnish("misspelt", 1);
		String warning = "'b' is read by no type of any live build: look how it is spelled";
		try (Judges judges = new Judges(scene.shop(), "misspelt")) {
			judges.readNot("b");
			Visitor ed = scene.visitor("ed");
			Element editor = ed.get("/misspelt/edit").page().selectFirst("form:has(textarea[name=document])");
			Document review = ed.submit(editor, Map.of("document", "b: 3")).page();
			assertThat(review.select(".band.stale li").text()).startsWith(warning);
			assertThat(review.select("#publish")).hasSize(1);
			Document preview = preview(scene.visitor("olga"), "misspelt", Map.of("preset", "all-at-once"));
			assertThat(preview.select(".band.stale li").text()).startsWith(warning);
			assertThat(preview.select("#start")).hasSize(1);
		}
	}

	@Test
	void planOfOnesOwnIsNotPassedOverForAnother() {
		furnish("own", 4);
		Visitor olga = scene.visitor("olga");
		Element form = olga.get("/own/start?version=v2").page().selectFirst("#choose");
		String plan = form.selectFirst("pre.example").wholeText();
		Visitor.Answer answer = olga.submit(form, Map.of("plan", plan));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).contains("You have written a plan of your own and chosen another one");
		assertThat(answer.page().selectFirst("#choose details").hasAttr("open")).isTrue();
		try (Judges judges = new Judges(scene.shop(), "own")) {
			Document preview = preview(olga, "own", Map.of("preset", "own", "plan", plan));
			assertThat(preview.select(".numbered li").eachText().get(0)).startsWith("10 % of the instances")
				.endsWith("watched by errors (share of http.server.requests with outcome=SERVER_ERROR at most 0.01)");
			assertThat(preview.select("#course").text()).contains("so does a guard that fails")
				.contains("waited for 10 min longer; then the rollout pauses");
		}
	}

	@Test
	void planThatCannotBeReadIsKeptWithWhatIsWrong() {
		furnish("wrong", 0);
		Visitor olga = scene.visitor("olga");
		Element form = olga.get("/wrong/start?version=v2").page().selectFirst("#choose");
		Visitor.Answer answer = olga.submit(form, Map.of("preset", "own", "plan", "stages: [{percent: 0}]"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.page().select("[role=alert]").text()).isNotEmpty();
		assertThat(answer.page().select("textarea[name=plan]").text()).isEqualTo("stages: [{percent: 0}]");
	}

	@Test
	void startThatIsSentTwiceStartsOnce() {
		furnish("twice", 1);
		try (Judges judges = new Judges(scene.shop(), "twice")) {
			Visitor olga = scene.visitor("olga");
			Element start = preview(olga, "twice", Map.of("preset", "all-at-once", "bake", "1m")).selectFirst("#start");
			olga.submit(start, Map.of());
			RunningConsole.await(() -> scene.current().find("twice").state().phase() == Phase.RUNNING);
			assertThat(olga.submit(start, Map.of()).status()).isEqualTo(409);
			assertThat(scene.shop().state("twice").serial()).isEqualTo(2);
		}
	}

	@Test
	void severalBuildsAreAskedAndEachIsShown() {
		furnish("mixed", 2);
		scene.shop().build("mixed", "b2", List.of("k-1"));
		RunningConsole.await(() -> scene.current().find("mixed").members().size() == 3);
		try (Judges judges = new Judges(scene.shop(), "mixed")) {
			judges.judgeBy((build, document) -> build.equals("b2") ? List.of("'a' in line 1, column 4 is no date")
					: List.of());
			Document preview = preview(scene.visitor("olga"), "mixed", Map.of("preset", "all-at-once", "bake", "1m"));
			assertThat(preview.select(".verdicts tbody tr").eachText())
				.containsExactly("b2 refused 'a' in line 1, column 4 is no date 1 judge-b2", "b1 accepted 2 judge-b1");
			assertThat(preview.select("#verdict.alarm").text())
				.isEqualTo("Not every live build would accept it, so it goes no further.");
			assertThat(preview.select("#start")).isEmpty();
		}
	}

}
