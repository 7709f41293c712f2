package io.setpoint.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Stage;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages over HTTP, on the etcd in the JVM.
 */
class ConsoleTests {

	private static final Plan PLAN = Plan.of(Stage.instances(30, Duration.ofMinutes(10)),
			Stage.instances(100, Duration.ofMinutes(5)));

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene("--setpoint.console.users.pat.password=pat-secret",
			"--setpoint.console.users.pat.roles=operator", "--setpoint.console.users.pat.configurations=pay*");

	private static void rollout(String name, Plan plan, String by) {
		scene.shop().publish(name, "v1", "ada", "a: 1");
		scene.shop().release(name, "v1", "ada", "the first one");
		scene.shop().publish(name, "v2", "ada", "a: 2");
		scene.shop().start(name, "v2", plan, by, "more of it");
		scene.arrived(name);
	}

	@Test
	void strangerIsAskedToSignIn() {
		Visitor.Answer answer = new Visitor(scene.console().address()).get("/");
		assertThat(answer.path()).isEqualTo("/-/login");
		assertThat(answer.page().selectFirst("form.login")).isNotNull();
	}

	@Test
	void applicationWithTheConsoleKeepsTheSecurityThatItHasByDefault() {
		try (ConfigurableApplicationContext host = SpringApplication.run(Host.class, "--server.port=0",
				"--setpoint.etcd.endpoints=" + scene.shop().endpoint(), "--logging.level.root=warn")) {
			Visitor stranger = new Visitor(
					"http://127.0.0.1:" + host.getEnvironment().getProperty("local.server.port"));
			assertThat(stranger.get("/orders").path()).isEqualTo("/login");
			assertThat(stranger.get("/setpoint/").path()).isEqualTo("/setpoint/-/login");
		}
	}

	@Test
	void liveRequestOfSessionThatIsOverIsToldSo() {
		assertThat(new Visitor(scene.console().address()).get("/", "X-Setpoint-Live", "true").status()).isEqualTo(401);
		assertThat(new Visitor(scene.console().address()).get("/-/events", "Accept", "text/event-stream").status())
			.isEqualTo(401);
	}

	@Test
	void wrongPasswordIsSaid() {
		Visitor visitor = new Visitor(scene.console().address());
		visitor.signIn("olga", "wrong");
		assertThat(visitor.get("/-/login?error").text()).contains("No user has this name and this password.");
		assertThat(visitor.get("/").path()).isEqualTo("/-/login");
	}

	@Test
	void overviewShowsPhaseStagesFleetAndWhatHasHappened() {
		rollout("overview", PLAN, "ada");
		scene.shop().member("overview", "i-1", "v2", "ACCEPTED", null);
		scene.shop().member("overview", "i-2", "v1", "ACCEPTED", null);
		scene.shop().member("overview", "i-3", "v1", "REFUSED", "a must be less than 2");
		RunningConsole.await(() -> scene.current().find("overview").members().size() == 3);
		Document page = scene.visitor("vic").get("/").page();
		assertThat(page.select(".card:has(a[href=/overview/rollout])").text()).contains("running")
			.contains("v2 is in stage 1 of 2, 30 % of the instances")
			.contains("3 instances: 1 refused, 1 on the candidate, 1 on stable");
		assertThat(page.select(".card.alarming a[href=/overview/rollout]")).hasSize(1);
		assertThat(page.select(".feed").text()).contains("ada started v2 in overview more of it");
	}

	@Test
	void operatorPausesAndEveryoneSeesWho() {
		rollout("paused", PLAN, "ada");
		Visitor olga = scene.visitor("olga");
		Visitor.Answer answer = olga.submit(olga.get("/paused/rollout").page().selectFirst("#do-pause form"),
				Map.of("reason", "lunch"));
		assertThat(scene.shop().state("paused").phase()).isEqualTo(Phase.PAUSED);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).contains("Done: pause.");
		scene.arrived("paused");
		assertThat(olga.get("/paused/rollout").text()).contains("olga paused v2 in stage 1 lunch");
	}

	@Test
	void abortNeedsReason() {
		rollout("abort", PLAN, "ada");
		Visitor olga = scene.visitor("olga");
		var form = olga.get("/abort/rollout").page().selectFirst("#do-abort form");
		Visitor.Answer without = olga.submit(form, Map.of("reason", " "));
		assertThat(without.status()).isEqualTo(400);
		assertThat(olga.get(without.path()).text()).contains("Rollout of abort");
		assertThat(scene.shop().state("abort").phase()).isEqualTo(Phase.RUNNING);
		assertThat(olga.submit(form, Map.of("reason", "errors")).status()).isEqualTo(200);
		assertThat(scene.shop().state("abort").phase()).isEqualTo(Phase.ABORTED);
	}

	@Test
	void secondRollbackDoesNotGoForwardAgain() {
		for (String id : new String[] { "v1", "v2" }) {
			scene.shop().publish("twice", id, "ada", "a: '" + id + "'");
			scene.shop().release("twice", id, "ada", null);
		}
		scene.arrived("twice");
		Visitor olga = scene.visitor("olga");
		var form = olga.get("/twice/fleet").page().selectFirst("#do-rollback form");
		assertThat(olga.submit(form, Map.of("reason", "errors")).status()).isEqualTo(200);
		Visitor.Answer second = olga.submit(form, Map.of("reason", "errors"));
		assertThat(second.status()).isEqualTo(409);
		assertThat(second.text()).contains("has moved on since you looked ('olga' gave 'rollback' to it)");
		assertThat(scene.shop().state("twice").stable()).isEqualTo("v1");
	}

	@Test
	void everyPageOfAConfigurationHasTheWayOut() {
		rollout("exit", PLAN, "ada");
		Visitor olga = scene.visitor("olga");
		for (String page : new String[] { "", "/fleet", "/history", "/history/1", "/compare" }) {
			Document shown = olga.get("/exit" + page).page();
			assertThat(shown.select("#endings summary").eachText()).as(page).containsExactly("Abort…", "Roll back…");
			assertThat(shown.select("#do-abort")).hasSize(1);
		}
		assertThat(olga.get("/exit/rollout").page().select("#do-abort")).hasSize(1);
		assertThat(scene.visitor("vic").get("/exit/fleet").page().select("#endings").text())
			.contains("You need the role 'operator' for 'exit'.");
		var form = olga.get("/exit/fleet").page().selectFirst("#do-abort form");
		olga.submit(form, Map.of("reason", "seen on the fleet"));
		assertThat(scene.shop().state("exit").phase()).isEqualTo(Phase.ABORTED);
		scene.arrived("exit");
		assertThat(olga.get("/exit/fleet").page().select("#endings summary")).isEmpty();
	}

	@Test
	void overviewFindsByNamePersonInstanceAndProperty() {
		scene.shop().publish("needle", "n7", "ada", "hay:\n  stack-size: 3\n  secret: found-me\n");
		scene.shop().release("needle", "n7", "grace", "sewing");
		scene.shop().member("needle", "pod-99", "n7", "ACCEPTED", null);
		scene.arrived("needle");
		RunningConsole.await(() -> scene.current().find("needle").members().size() == 1);
		Visitor vic = scene.visitor("vic");
		for (String text : new String[] { "NEEDLE", "n7", "grace", "sewing", "pod-99", "stack-size" }) {
			assertThat(vic.get("/?find=" + text).page().select(".card h2").eachText()).as(text).contains("needle");
		}
		assertThat(vic.get("/?find=NEEDLE").page().select(".feed li")).isNotEmpty()
			.allSatisfy((entry) -> assertThat(entry.text()).contains("needle"));
		assertThat(vic.get("/?find=stack-size").page().select(".card").text()).contains("hay.stack-size");
		assertThat(vic.get("/?find=found-me").page().select(".card")).isEmpty();
		assertThat(vic.get("/?find=found-me").text()).contains("0 of ").contains("have 'found-me'.");
	}

	@Test
	void guardShowsBothSidesBoundAndCourse() {
		Guard errors = Guard.ratio("errors", "http.server.requests", Map.of("outcome", "SERVER_ERROR"), 0.05)
			.comparedToStable(2);
		Plan plan = Plan.of(Stage.instances(50, Duration.ofMinutes(10)).guardedBy(List.of(errors, Guard.health(null))),
				Stage.instances(100, Duration.ofMinutes(1)));
		rollout("guarded", plan, "ada");
		scene.shop().extend("guarded", Set.of("g-1"));
		String salt = "\"" + scene.shop().state("guarded").salt() + "\"";
		scene.shop()
			.member("guarded", "g-1", "v2", "ACCEPTED", null, salt,
					"[{\"guard\":\"errors\",\"candidate\":true,\"count\":1000,\"total\":60}]");
		scene.shop()
			.member("guarded", "g-2", "v1", "ACCEPTED", null, salt,
					"[{\"guard\":\"errors\",\"candidate\":false,\"count\":1000,\"total\":4}]");
		scene.arrived("guarded");
		RunningConsole.await(() -> scene.current().find("guarded").members().size() == 2);
		Document page = scene.visitor("vic").get("/guarded/rollout").page();
		Element row = page.selectFirst(".guards tbody tr");
		assertThat(row.select("td").get(3).text()).isEqualTo("at most 0.05, at most 2 × stable");
		assertThat(row.select("td").get(1).text()).isEqualTo("0.06");
		assertThat(row.select("td").get(2).text()).isEqualTo("0.004");
		assertThat(row.select("svg.spark path.bound")).hasSize(1);
		assertThat(row.select("svg.spark").attr("aria-label")).startsWith("errors, the last ");
		assertThat(row.select("td").get(0).text()).startsWith("failed is 0.06 over 1000 samples, more than");
		assertThat(page.select(".guards tbody tr").get(1).select("svg")).isEmpty();
	}

	@Test
	void staleFormDoesNotPromote() {
		rollout("stale", PLAN, "ada");
		Visitor olga = scene.visitor("olga");
		var form = olga.get("/stale/rollout").page().selectFirst("#do-promote form");
		scene.shop().extend("stale", Set.of("i-1"));
		scene.arrived("stale");
		Visitor.Answer answer = olga.submit(form, Map.of());
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.text()).contains("has moved on since you looked");
		assertThat(scene.shop().state("stale").stage()).isZero();
	}

	@Test
	void authorMayNotApprove() {
		rollout("approve", PLAN.withApproval(Approval.REQUIRED), "boss");
		assertThat(scene.visitor("boss").get("/approve/rollout").page().select("#not-approve").text())
			.isEqualTo("'boss' is its author: somebody else has to approve it");
		Visitor ann = scene.visitor("ann");
		assertThat(ann.get("/approve/rollout").page().select(".timeline li").eachAttr("class")).containsExactly("next",
				"next");
		ann.submit(ann.get("/approve/rollout").page().selectFirst("#do-approve form"), Map.of());
		assertThat(scene.shop().state("approve").approvedBy()).isEqualTo("ann");
	}

	@Test
	void viewerIsToldWhatRoleIsNeededAndCannotForgeACommand() {
		rollout("forged", PLAN, "ada");
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/forged/rollout").page();
		assertThat(page.select("#not-abort").text()).isEqualTo("You need the role 'operator' for 'forged'.");
		assertThat(page.select(".commands form")).isEmpty();
		String token = page.selectFirst("input[name=_csrf]").val();
		Visitor.Answer answer = vic.post("/forged/rollout/abort", Map.of("reason", "fun", "_csrf", token));
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.text()).contains("'abort' needs the role 'operator' for 'forged'");
		Visitor.Answer withoutToken = scene.visitor("olga").post("/forged/rollout/abort", Map.of("reason", "fun"));
		assertThat(withoutToken.status()).isEqualTo(403);
		assertThat(withoutToken.text()).contains("The form was not sent from a page of your session");
		assertThat(scene.shop().state("forged").phase()).isEqualTo(Phase.RUNNING);
	}

	@Test
	void scriptIsShownAsText() {
		String script = "<script>alert(1)</script>";
		String name = "<img src=x onerror=alert(1)>";
		rollout("script", PLAN, script);
		scene.shop().member("script", "\\\"><img src=x onerror=alert(1)>", "v1", "REFUSED", script);
		scene.shop().put("/rollouts/" + name + "/state", script);
		RunningConsole.await(() -> scene.current().find(name) != null);
		Visitor vic = scene.visitor("vic");
		for (String path : new String[] { "/", "/script/rollout" }) {
			Document page = vic.get(path).page();
			assertThat(page.select("script:not([src])")).isEmpty();
			assertThat(page.select("img[onerror]")).isEmpty();
			assertThat(page.text()).contains(script);
		}
		assertThat(vic.get("/").text()).contains(name);
	}

	@Test
	void nonsenseInStateIsSaid() {
		scene.shop().put("/rollouts/nonsense/state", "{");
		RunningConsole.await(() -> scene.current().find("nonsense") != null);
		assertThat(scene.visitor("vic").get("/").page().select(".card.unreadable").text())
			.contains("'/rollouts/nonsense/state' (revision")
			.contains("cannot be read; correct or delete it.");
	}

	@Test
	void rightsEndAtThePattern() {
		rollout("payments", PLAN, "ada");
		rollout("orders", PLAN, "ada");
		Visitor pat = scene.visitor("pat");
		Document overview = pat.get("/").page();
		assertThat(overview.text()).contains("payments").doesNotContain("orders");
		String token = overview.selectFirst("input[name=_csrf]").val();
		assertThat(pat.get("/orders/history").status()).isEqualTo(404);
		assertThat(pat.post("/orders/rollout/abort", Map.of("reason", "mine", "_csrf", token)).status()).isEqualTo(404);
		assertThat(scene.shop().state("orders").phase()).isEqualTo(Phase.RUNNING);
	}

	@Test
	void formThatLacksSomethingIsAnsweredWithASentence() {
		rollout("lacking", PLAN, "ada");
		Visitor olga = scene.visitor("olga");
		String token = olga.get("/lacking/rollout").page().selectFirst("input[name=_csrf]").val();
		Visitor.Answer answer = olga.post("/lacking/start", Map.of("_csrf", token));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).contains("Something is missing in what was sent").contains("Nothing was changed");
		assertThat(olga.get("/lacking/nowhere/at/all").text()).contains("There is no such page.");
	}

	@Test
	void configurationThatIsCalledLikeAnotherPageHasALongerAddress() {
		for (String name : new String[] { "error", "keys", "-" }) {
			rollout(name, PLAN, "ada");
			Visitor vic = scene.visitor("vic");
			String link = vic.get("/").page().selectFirst(".card a:matchesOwn(^" + name + "$)").attr("href");
			assertThat(vic.get(link).text()).contains("Rollout of " + name);
		}
	}

	@Test
	void configurationThatIsNotThereIsSaid() {
		Visitor.Answer answer = scene.visitor("vic").get("/nobody/rollout");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.text()).contains("There is no configuration 'nobody' here, or no role of yours is for it.");
	}

	@Test
	void browserIsToldToRunNothingButTheConsole() {
		var headers = new Visitor(scene.console().address()).get("/-/login").response().headers();
		assertThat(headers.firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy).contains("default-src 'none'")
				.contains("script-src 'self'")
				.doesNotContain("unsafe"));
	}

	@Test
	void editorReviewsPublishesAndOperatorStartsWithTheCohortShown() {
		scene.shop().publish("edit", "v1", "ada", "a: 1\nb: '{cipher}hunter9'\n");
		scene.shop().release("edit", "v1", "ada", null);
		scene.arrived("edit");
		Visitor boss = scene.visitor("boss");
		assertThat(boss.get("/edit").text()).contains("a 1 1").contains("(encrypted)").doesNotContain("hunter");
		Document editor = boss.get("/edit/edit").page();
		assertThat(editor.select("textarea").text()).contains("a: 1");
		Document review = boss
			.submit(editor.selectFirst("form:has(textarea)"), Map.of("document", "a: 2\r\nb: '{cipher}hunter9'\r\n"))
			.page();
		assertThat(review.select(".changes tbody").text()).isEqualTo("a changed 1 2");
		assertThat(review.select("#verdict").text()).startsWith("No instance is alive");
		Visitor.Answer published = boss.submit(review.selectFirst("#publish"),
				Map.of("description", "more", "unjudged", "true"));
		assertThat(published.path()).isEqualTo("/edit/start");
		String id = Shop.done(scene.shop().rollouts("edit").versions("edit")).get(0).id();
		assertThat(Shop.done(scene.shop().rollouts("edit").version("edit", id)).document())
			.isEqualTo("a: 2\nb: '{cipher}hunter9'\n");
		RunningConsole.await(() -> scene.current().find("edit").versions().size() == 2);
		scene.shop().build("edit", "b1", IntStream.range(0, 30).mapToObj((i) -> "i-" + i).toList());
		RunningConsole.await(() -> scene.current().find("edit").members().size() == 30);
		try (Judges judges = new Judges(scene.shop(), "edit")) {
			Document preview = boss
				.submit(boss.get("/edit/start?version=" + id).page().selectFirst("#choose"), Map.of())
				.page();
			assertThat(preview.select("ol").text()).contains("5 % of the instances: 2 of 30 live instances: i-")
				.contains("bakes for 10 min");
		}
	}

	@Test
	void documentThatCannotBeReadIsNotPublished() {
		scene.shop().publish("torn", "v1", "ada", "a: 1");
		scene.shop().release("torn", "v1", "ada", null);
		scene.arrived("torn");
		Visitor ed = scene.visitor("ed");
		Document review = ed
			.submit(ed.get("/torn/edit").page().selectFirst("form:has(textarea)"), Map.of("document", "a: [1"))
			.page();
		assertThat(review.select(".alarm").text()).contains("It cannot be published like this.").contains("Line ");
		assertThat(review.select("#publish")).isEmpty();
	}

	@Test
	void comparisonShowsOldLeftAndNewRight() {
		rollout("compare", PLAN, "ada");
		Document page = scene.visitor("vic").get("/compare/compare").page();
		assertThat(page.select(".changes").text()).isEqualTo("Property v1 v2 a changed 1 2");
	}

	@Test
	void historyIsPagedFilteredAndLinked() {
		rollout("history", PLAN, "ada");
		Visitor vic = scene.visitor("vic");
		assertThat(vic.get("/history/history?who=ada&what=released").page().select("tbody tr").text())
			.contains("released v1 to everybody")
			.doesNotContain("started");
		Visitor.Answer entry = vic.get("/history/history/2");
		assertThat(entry.text()).contains("Entry 2 of history").contains("ada started v2").contains("more of it");
		assertThat(vic.get("/history/history/9").status()).isEqualTo(404);
	}

	@Test
	void fleetShowsRefusedFirstWithReason() {
		rollout("fleet", PLAN, "ada");
		scene.shop().member("fleet", "a", "v1", "ACCEPTED", null);
		scene.shop().member("fleet", "b", "v1", "REFUSED", "a must be less than 2");
		scene.shop().put("/fleet/fleet/c", "nonsense");
		scene.shop().conductor("fleet", "a");
		RunningConsole.await(() -> "a".equals(scene.current().find("fleet").conductor()));
		Document page = scene.visitor("vic").get("/fleet/fleet").page();
		assertThat(page.select("tbody tr").get(0).text()).contains("b v1")
			.contains("refused")
			.contains("a must be less than 2");
		assertThat(page.text()).contains("Conducted by a.").contains("'/fleet/fleet/c' (revision");
		scene.shop().build("fleet", "0123456789abcdef", List.of("d"));
		RunningConsole.await(() -> scene.current().find("fleet").members().size() == 3);
		assertThat(scene.visitor("vic").get("/fleet").page().select("#pending").text())
			.isEqualTo("Refused by b: a must be less than 2");
		page = scene.visitor("vic").get("/fleet/fleet?find=0123456789ab").page();
		assertThat(page.select("tbody tr").text()).startsWith("d v1").contains(" 0123456789ab region=eu");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

	}

}
