package io.setpoint.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of pages whose session has ended.
 */
@ExtendWith(OutputCaptureExtension.class)
class SessionTests {

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene(SessionTests::furnish);

	@BeforeAll
	static void start() {
		scene.arrived("shop");
	}

	private static void furnish(Shop shop) {
		shop.publish("shop", "v1", "ada", "a: 1");
		shop.release("shop", "v1", "ada", null);
		shop.publish("shop", "v2", "ada", "a: 2");
		shop.start("shop", "v2", Plan.allAtOnce(Duration.ofHours(1)), "ada", null);
	}

	private static Element edit(Visitor visitor) {
		return visitor.get("/shop/edit").page().selectFirst("form:has(textarea)");
	}

	@Test
	void whatWasWrittenIsGivenBackAndGoesOnOnceSignedIn() {
		Visitor ed = scene.visitor("ed");
		Element edit = edit(ed);
		ed.forget();
		Visitor.Answer answer = ed.submit(edit, Map.of("document", "a: 3\nb: <script>\n", "description", "more"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.text()).contains("Your session has ended since you opened the form, so nothing was changed.");
		Element left = answer.page().selectFirst("#left");
		assertThat(left.selectFirst("[name=document]").wholeText()).isEqualTo("\na: 3\nb: <script>\n");
		ed.signIn("ed", "ed-secret");
		Visitor.Answer foreign = ed.submit(left, Map.of());
		assertThat(foreign.status()).isEqualTo(403);
		assertThat(foreign.text()).contains("The form was not sent from a page of your session");
		Document review = ed.submit(foreign.page().selectFirst("#left"), Map.of()).page();
		assertThat(review.select(".changes tbody").text()).contains("a changed 1 3");
		assertThat(review.selectFirst("#publish [name=description]").val()).isEqualTo("more");
	}

	@Test
	void whatWouldBeWrittenAtOnceIsLookedAtFirst() {
		Visitor boss = scene.visitor("boss");
		Map<String, String> fields = Map.of("location", "/config/shop/", "key.0", "/config/shop/a", "revision.0", "0",
				"value.0", "mine", "_csrf", "made-up");
		Element left = boss.post("/-/keys/write", fields).page().selectFirst("#left");
		assertThat(left.attr("action")).isEqualTo("/-/keys/review");
		Document review = boss.submit(left, Map.of()).page();
		assertThat(review.select("#review ~ ul li").eachText()).containsExactly("added /config/shop/a");
		left = boss.post("/shop/edit/publish", Map.of("document", "a: 4")).page().selectFirst("#left");
		assertThat(left.attr("action")).isEqualTo("/shop/edit");
		left = boss.post("/shop/start", Map.of("plan", "stages: []")).page().selectFirst("#left");
		assertThat(left.attr("action")).isEqualTo("/shop/start/preview");
	}

	@Test
	void commandDoesNothingAndItsReasonIsNotLost() {
		Visitor olga = scene.visitor("olga");
		Element abort = olga.get("/shop/rollout").page().selectFirst("#do-abort form");
		olga.forget();
		Visitor.Answer answer = olga.submit(abort, Map.of("reason", "errors at the till"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.page().select("#left")).isEmpty();
		assertThat(answer.page().select("#written").text()).contains("errors at the till");
		assertThat(scene.shop().state("shop").phase()).isEqualTo(Phase.RUNNING);
	}

	@Test
	void whatIsLiveIsToldSo() {
		Visitor ed = scene.visitor("ed");
		ed.forget();
		assertThat(ed.post("/shop/edit/check", Map.of("text", "a: 1"), "X-Setpoint-Live", "true").status())
			.isEqualTo(401);
	}

	@Test
	void signInThatHadBeenOpenForTooLongIsOfferedAgain() {
		Visitor ed = new Visitor(scene.console().address());
		Element login = ed.get("/-/login").page().selectFirst("form.login");
		ed.forget();
		Visitor.Answer answer = ed.submit(login, Map.of("username", "ed", "password", "ed-secret"));
		assertThat(answer.path()).isEqualTo("/-/login");
		assertThat(answer.text()).contains("This page had been open for too long: sign in once more.");
		Element logout = scene.visitor("ed").get("/").page().selectFirst(".who");
		assertThat(ed.submit(logout, Map.of()).text()).contains("You have signed out.");
	}

	@Test
	void streamEndsWhenItsPersonSignsOut(CapturedOutput output) {
		Visitor vic = scene.visitor("vic");
		Visitor ed = scene.visitor("ed");
		Tab ofVic = new Tab(vic);
		Tab ofEd = new Tab(ed);
		vic.submit(vic.get("/").page().selectFirst(".who"), Map.of());
		RunningConsole.await(ofVic.end::isDone);
		scene.shop().publish("shop", "v-out", "ada", "a: 'out'");
		RunningConsole.await(() -> ofEd.told.contains("data:shop"));
		assertThat(ofEd.end).isNotDone();
		ed.submit(ed.get("/").page().selectFirst(".who"), Map.of());
		RunningConsole.await(ofEd.end::isDone);
		assertThat(output).doesNotContain("Exception");
	}

	@Test
	void streamEndsWhenItsSessionHasExpired() {
		Tab tab = new Tab(scene.visitor("vic"));
		sessions().forEach(Session::expire);
		RunningConsole.await(tab.end::isDone);
	}

	@Test
	void tabThatIsLookedAtDoesNotKeepItsSession() {
		Visitor vic = scene.visitor("vic");
		Tab tab = new Tab(vic);
		sessions().forEach((session) -> session.setMaxInactiveInterval(2));
		RunningConsole.await(() -> vic.get("/shop/rollout", "X-Setpoint-Live", "true").status() == 401);
		RunningConsole.await(tab.end::isDone);
	}

	private static Stream<Session> sessions() {
		TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) scene.console().context())
			.getWebServer();
		Context application = (Context) server.getTomcat().getHost().findChildren()[0];
		return Arrays.stream(application.getManager().findSessions());
	}

	/**
	 * A tab that is open.
	 */
	private static final class Tab {

		private final List<String> told = new CopyOnWriteArrayList<>();

		private final CompletableFuture<Void> end;

		Tab(Visitor visitor) {
			this.end = visitor.follow(this.told::add);
			RunningConsole.await(() -> !this.told.isEmpty());
		}

	}

}
