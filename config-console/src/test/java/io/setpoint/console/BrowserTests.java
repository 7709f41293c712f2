package io.setpoint.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.GuardCourses;
import io.setpoint.memory.MemoryServer;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages in a real browser: no violation of axe or of the content-security policy, no
 * error on the console, in light and dark and on a phone. With
 * {@code -Dsetpoint.pictures=<folder>} a picture of each page and state is kept there.
 */
@EnabledIf("io.setpoint.console.Browser#isThere")
class BrowserTests {

	/**
	 * What the entry of the feed says that has the focus, without its age.
	 */
	private static final String ENTRY = "return document.activeElement.closest('li').innerText"
			+ ".replace(/(now|\\d+ .* ago)/, '')";

	/**
	 * Notes by what mark each load of what is live is asked for, and when it has come.
	 */
	private static final String NOTE_LOADS = """
			const fetched = window.fetch;
			window.marks = [];
			window.fetch = (address, options) => {
				document.body.removeAttribute("data-followed");
				marks.push(options.headers["X-Setpoint-Live"]);
				return fetched(address, options);
			};
			""";

	@RegisterExtension
	private static final BrowserScene scene = new BrowserScene(BrowserTests::furnish);

	private static Shop shop;

	private static RunningConsole console;

	private static Judges judges;

	private static Browser browser;

	@BeforeAll
	static void start() {
		shop = scene.shop();
		console = scene.console();
		browser = scene.browser();
		judges = new Judges(shop, "accounts");
	}

	private static void furnish(Shop shop) {
		String document = "pricing:\n  discount-percent: %d\n  currency: EUR\n";
		shop.publish("checkout", "v41", "ada", document.formatted(10));
		shop.release("checkout", "v41", "ada", "the prices of the summer");
		shop.publish("checkout", "v42", "ada", document.formatted(15));
		Guard errors = Guard.ratio("errors", "http.server.requests", Map.of("status", "5xx"), 0.01);
		RolloutState state = shop.start("checkout", "v42",
				Plan.of(Stage.instances(10, Duration.ofMinutes(10)), Stage.instances(30, Duration.ofMinutes(30)),
						Stage.instances(100, Duration.ofMinutes(10)))
					.guardedBy(List.of(Guard.health(null), errors)),
				"ada", "prices of the autumn");
		shop.extend("checkout", Set.of("shop-01", "shop-02"));
		shop.conductor("checkout", "shop-07");
		for (int i = 1; i <= 20; i++) {
			boolean canary = i <= 2;
			String readings = canary ? "[{\"guard\":\"errors\",\"candidate\":true,\"count\":" + 400 * i
					+ ",\"total\":1},{\"guard\":\"health\",\"candidate\":true,\"outcome\":\"PASSED\"}]" : "[]";
			shop.member("checkout", "shop-%02d".formatted(i), canary ? "v42" : "v41", "ACCEPTED", null,
					"\"" + state.salt() + "\"", readings);
		}
		shop.publish("payments", "v7", "eve", document.formatted(1));
		shop.release("payments", "v7", "eve", null);
		shop.publish("payments", "v8", "eve", document.formatted(2));
		shop.start("payments", "v8", Plan.allAtOnce(Duration.ofMinutes(5)).withApproval(Approval.REQUIRED), "eve",
				"limits for partners");
		shop.publish("search", "v3", "joe", document.formatted(3));
		shop.release("search", "v3", "joe", "new ranking");
		for (int i = 1; i <= 6; i++) {
			shop.member("search", "search-" + i, "v3", (i == 2) ? "REFUSED" : "ACCEPTED",
					(i == 2) ? "pricing.discount-percent must be less than or equal to 2" : null);
		}
		shop.put("/rollouts/legacy/state", "{\"phase\":");
		shop.build("accounts", "8f2a61c09d", List.of("accounts-1", "accounts-2", "accounts-3"));
		shop.build("accounts", "b77d0e3a51", List.of("accounts-4"));
		shop.publish("accounts", "v1", "ada", document.formatted(1));
		shop.release("accounts", "v1", "ada", "the first one");
		shop.publish("accounts", "v2", "ada", document.formatted(2));
	}

	@AfterAll
	static void stop() {
		judges.close();
	}

	@BeforeEach
	void begin() {
		judges.judgeBy((build, document) -> List.of());
	}

	private static void open(String path) {
		scene.open(path);
	}

	private static void check(String path, String name) {
		scene.check(path, name);
	}

	private static void arrived(String name) {
		console.arrived(shop, name);
	}

	private static void running(String name) {
		shop.publish(name, "v1", "ada", "a: 1");
		shop.release(name, "v1", "ada", null);
		shop.publish(name, "v2", "ada", "a: 2");
		shop.start(name, "v2", Plan.allAtOnce(Duration.ofMinutes(5)), "ada", null);
		arrived(name);
	}

	@Test
	void overviewIsAccessible() {
		check("/", "overview");
	}

	@Test
	void overviewThatIsSearchedIsAccessible() {
		check("/?find=discount", "overview-search");
	}

	@Test
	void rolloutIsAccessible() {
		check("/checkout/rollout", "rollout");
	}

	@Test
	void rolloutThatWaitsForApprovalIsAccessible() {
		check("/payments/rollout", "proposed");
	}

	@Test
	void guardsShowHowTheyHaveDeveloped() {
		Guard errors = Guard.ratio("errors", "http.server.requests", Map.of("status", "5xx"), 0.05).comparedToStable(3);
		shop.publish("charts", "v1", "ada", "a: 1");
		shop.release("charts", "v1", "ada", null);
		shop.publish("charts", "v2", "ada", "a: 2");
		String salt = shop
			.start("charts", "v2",
					Plan.of(Stage.instances(50, Duration.ofMinutes(10)), Stage.instances(100, Duration.ofMinutes(10)))
						.guardedBy(List.of(errors)),
					"ada", null)
			.salt();
		shop.extend("charts", Set.of("c-1"));
		GuardCourses courses = console.context().getBean(GuardCourses.class);
		for (int i = 1; i <= 8; i++) {
			int round = i;
			RunningConsole.await(() -> {
				measured("c-1", "v2", salt, true, 5 + round * round);
				measured("c-2", "v1", salt, false, 10 + round % 3);
				Configuration charts = console.watch().current().find("charts");
				return charts != null && courses.points(charts, "errors").size() >= round;
			});
		}
		check("/charts/rollout", "rollout-charts");
		String line = browser.attribute("svg.spark path.candidate", "d");
		assertThat(line.chars().filter((c) -> c == 'L').count()).isGreaterThanOrEqualTo(7);
		assertThat(browser.has("svg.spark path.stable")).isTrue();
	}

	private static void measured(String instance, String version, String salt, boolean candidate, int total) {
		shop.member("charts", instance, version, "ACCEPTED", null, "\"" + salt + "\"",
				"[{\"guard\":\"errors\",\"candidate\":" + candidate + ",\"count\":1000,\"total\":" + total + "}]");
	}

	@Test
	void fleetIsAccessible() {
		check("/search/fleet", "fleet");
	}

	@Test
	void historyIsAccessible() {
		check("/checkout/history", "history");
	}

	@Test
	void entryIsAccessible() {
		check("/checkout/history/2", "entry");
	}

	@Test
	void propertiesAreAccessible() {
		check("/checkout", "properties");
	}

	@Test
	void editorIsAccessible() {
		check("/checkout/edit", "edit");
	}

	@Test
	void reviewIsAccessible() {
		open("/checkout/edit");
		browser.driver().findElement(By.cssSelector("textarea")).sendKeys("search:\n  fuzzy: true\n");
		browser.click(".after button");
		browser.awaitOne("#review");
		browser.settle();
		browser.check("review");
	}

	@Test
	void startIsAccessible() {
		check("/search/start", "start");
	}

	@Test
	void problemIsAccessible() {
		browser.expectComplaints("404");
		check("/nobody/rollout", "problem");
	}

	@Test
	void previewWithTheVerdictOfEachBuildIsAccessible() {
		judges.judgeBy((build, document) -> build.startsWith("b")
				? List.of("pricing.discount-percent must be less than or equal to 1") : List.of());
		open("/accounts/start?version=v2");
		browser.click("#choose button");
		browser.awaitOne("#verdict");
		browser.settle();
		browser.check("preview-refused");
		judges.judgeBy((build, document) -> List.of());
		open("/accounts/start?version=v2");
		browser.click("#choose button");
		browser.awaitOne("#start");
		browser.settle();
		browser.check("preview");
	}

	@Test
	void commandThatIsOpenIsAccessible() {
		open("/checkout/fleet");
		browser.click("#endings #do-abort summary");
		RunningConsole.await(() -> browser.hasFocus("[name=reason]"));
		browser.check("abort");
	}

	@Test
	void signInIsAccessible() {
		String other = console.address().replace("127.0.0.1", "localhost");
		browser.check(other + "/-/login?error", "login");
	}

	@Test
	void emptyEtcdAndEtcdThatIsAwayAreAccessible() {
		try (MemoryServer second = new MemoryServer()) {
			second.start();
			try (Shop other = new Shop("http://127.0.0.1:" + second.port());
					RunningConsole away = new RunningConsole("http://127.0.0.1:" + second.port())) {
				String address = away.address().replace("127.0.0.1", "localhost");
				browser.open(address + "/");
				browser.signIn("boss");
				browser.check(address + "/", "empty");
				other.publish("shop", "v1", "ada", "a: 1");
				other.start("shop", "v1", Plan.allAtOnce(Duration.ofHours(1)), "ada", null);
				RunningConsole.await(() -> away.watch().current().find("shop") != null
						&& away.watch().current().find("shop").state().phase() == Phase.RUNNING);
				browser.open(address + "/shop/rollout");
				second.stop();
				RunningConsole.await(() -> away.watch().status().state() != MirrorStatus.State.LIVE);
				RunningConsole.await(() -> browser.text("#status").contains("Not current."));
				browser.check(address + "/shop/rollout", "away");
				second.start();
				RunningConsole.await(() -> away.watch().status().state() == MirrorStatus.State.LIVE);
				RunningConsole.await(() -> browser.text("#status").isEmpty());
				browser.open("about:blank");
			}
		}
	}

	@Test
	void changeIsOnTheScreenWithoutReload() {
		shop.publish("live", "v1", "ada", "a: 1");
		shop.release("live", "v1", "ada", null);
		arrived("live");
		open("/");
		browser.driver().executeScript("window.same = true");
		shop.publish("live", "v2", "ada", "a: 2");
		shop.release("live", "v2", "ada", "seen at once");
		RunningConsole.await(() -> browser.text("#overview").contains("seen at once"));
		assertThat(browser.driver().executeScript("return window.same")).isEqualTo(true);
	}

	@Test
	void whatHasTheFocusKeepsItWhereItsPartIsReplaced() {
		running("focus");
		open("/");
		browser.tabTo(".card a[href$='/focus/rollout']");
		browser.driver().executeScript("window.before = document.activeElement");
		shop.give("focus", new Command.Pause(), "ada", "to keep the focus");
		RunningConsole.await(() -> browser.text("#overview").contains("to keep the focus"));
		assertThat(browser.driver().executeScript("return before.isConnected")).isEqualTo(false);
		assertThat(browser.hasFocus(".card a[href$='/focus/rollout']")).isTrue();
		browser.driver().executeScript("document.querySelectorAll(\".feed a[href$='/focus']\")[1].focus()");
		Object entry = browser.driver().executeScript(ENTRY);
		shop.give("focus", new Command.Resume(), "ada", "to shift what is below");
		RunningConsole.await(() -> browser.text("#overview").contains("to shift what is below"));
		assertThat(browser.driver().executeScript(ENTRY)).isEqualTo(entry);
		shop.give("focus", new Command.Pause(), "ada", null);
		arrived("focus");
		open("/focus/rollout");
		browser.tabTo("#do-resume summary");
		shop.give("focus", new Command.Resume(), "ada", null);
		browser.awaitOne("#do-resume.off");
		assertThat(browser.hasFocus("#do-resume summary")).isTrue();
	}

	@Test
	void timeThatPassesReplacesNothing() {
		running("time");
		open("/time/rollout");
		browser.driver().executeScript(NOTE_LOADS + "window.before = document.querySelector('#head time');");
		RunningConsole.await(() -> !browser.text("#head time").equals("now"));
		shop.put("/rollouts/time/trials/none", "{}");
		RunningConsole.await(() -> Boolean.TRUE.equals(browser.driver()
			.executeScript("return marks.length > 0 && document.body.hasAttribute('data-followed')"
					+ " && document.querySelector('#head time').dataset.age > 0")));
		assertThat(browser.driver().executeScript("return before.isConnected")).isEqualTo(true);
	}

	@Test
	void sessionThatIsOverIsNoticedByWhatIsLive() {
		running("session");
		open("/session/rollout");
		browser.expectComplaints("401");
		browser.driver().manage().deleteAllCookies();
		shop.give("session", new Command.Pause(), "ada", null);
		RunningConsole.await(() -> browser.text("#over").contains("Your session is over"));
		browser.check("session-over");
		open("/session/rollout");
		browser.signIn("boss");
		assertThat(browser.text("#head")).contains("paused");
	}

	@Test
	void pageSaysWhetherSomebodyHasUsedIt() {
		running("used");
		open("/used/rollout");
		browser.driver().executeScript(NOTE_LOADS);
		browser.press(Keys.SHIFT);
		shop.give("used", new Command.Pause(), "ada", "first");
		RunningConsole.await(() -> browser.text("#head").contains("first"));
		shop.give("used", new Command.Resume(), "ada", "second");
		RunningConsole.await(() -> browser.text("#head").contains("second"));
		assertThat(browser.driver().executeScript("return marks.filter(mark => mark === 'attended').length"))
			.isEqualTo(1L);
		assertThat(browser.driver().executeScript("return marks.at(-1)")).isEqualTo("true");
	}

	@Test
	void commandThatIsOpenStaysWhileItCanBeGiven() {
		running("followed");
		open("/followed/rollout");
		browser.click("#do-pause summary");
		browser.find("#do-pause [name=reason]").sendKeys("to look at it");
		browser.find("#do-pause form button").click();
		browser.awaitText(".band.notice", "Done: pause.");
		browser.click("#do-abort summary");
		browser.find("#do-abort [name=reason]").sendKeys("because ");
		shop.give("followed", new Command.Resume(), "ada", null);
		browser.awaitOne("#do-resume.off");
		assertThat(browser.has(".band.notice")).isFalse();
		browser.press("it is bad");
		assertThat(browser.find("#do-abort [name=reason]").getDomProperty("value")).isEqualTo("because it is bad");
		shop.give("followed", new Command.Abort(), "ada", "done by somebody else");
		browser.awaitOne("#do-abort.off[open]");
		assertThat(browser.text("#not-abort")).isNotEmpty();
		assertThat(browser.driver().findElements(By.cssSelector("#commands form"))).isEmpty();
	}

	@Test
	void abortIsTwoClicksAndAReasonByKeyboardAlone() {
		running("keyboard");
		open("/keyboard/rollout");
		browser.tabTo("#do-abort summary");
		browser.press(Keys.ENTER);
		RunningConsole.await(() -> browser.hasFocus("#do-abort [name=reason]"));
		browser.press("errors at the till", Keys.ENTER);
		browser.awaitOne(".phase.aborted");
		assertThat(shop.state("keyboard").reason()).isEqualTo("errors at the till");
	}

	@Test
	void rolloutIsFoundStartedAndTakenBackByKeyboardAlone() {
		shop.publish("hands", "v1", "ada", "a: 1");
		shop.release("hands", "v1", "ada", null);
		shop.publish("hands", "v2", "ada", "a: 2");
		arrived("hands");
		open("/");
		browser.tabTo("[name=find]");
		browser.press("hands", Keys.ENTER);
		RunningConsole.await(() -> browser.text("#overview").contains("1 of "));
		browser.settle();
		browser.tabTo(".card a");
		browser.press(Keys.ENTER);
		browser.awaitOne("#properties");
		open("/hands/rollout");
		browser.tabTo("a.button[href$='/hands/start']");
		browser.press(Keys.ENTER);
		browser.awaitOne("#choose");
		browser.settle();
		browser.tabTo("#choose button");
		browser.press(Keys.ENTER);
		browser.awaitOne("#start");
		browser.settle();
		browser.tabTo("#start [name=unjudged]");
		browser.press(Keys.SPACE);
		browser.tabTo("#start button");
		browser.press(Keys.ENTER);
		browser.awaitOne(".phase.running");
		assertThat(shop.state("hands").candidate()).isEqualTo("v2");
		arrived("hands");
		open("/hands/history");
		browser.tabTo("#do-rollback summary");
		browser.press(Keys.ENTER);
		RunningConsole.await(() -> browser.hasFocus("#do-rollback [name=reason]"));
		browser.press("as it was", Keys.ENTER);
		browser.awaitOne(".phase.rolled-back");
		assertThat(shop.state("hands").stable()).isEqualTo("v1");
	}

	@Test
	void everythingWorksWithoutScript() {
		running("plain");
		browser.script(false);
		try {
			open("/plain/rollout");
			assertThat(browser.has("#lost:not([hidden])")).isFalse();
			browser.click("#do-pause summary");
			browser.click("#do-pause button");
			browser.awaitOne(".phase.paused");
			browser.click("#do-abort summary");
			browser.driver()
				.findElement(By.cssSelector("#do-abort [name=reason]"))
				.sendKeys("without script", Keys.ENTER);
			browser.awaitOne(".phase.aborted");
			assertThat(shop.state("plain").reason()).isEqualTo("without script");
			arrived("plain");
			open("/plain/history?what=abort");
			assertThat(browser.driver().findElements(By.cssSelector("tbody tr"))).hasSize(1);
			browser.picture("without-script");
		}
		finally {
			browser.script(true);
		}
	}

	@Test
	void everythingWorksBelowThePrefixOfAProxy() {
		running("behind");
		try (PrefixProxy proxy = new PrefixProxy("/ops/setpoint", console.address())) {
			browser.open(proxy.address() + "/behind/rollout");
			browser.signIn("boss");
			assertThat(browser.driver().getCurrentUrl()).startsWith(proxy.address());
			browser.open(proxy.address() + "/behind/rollout");
			shop.give("behind", new Command.Pause(), "ada", "seen through the proxy");
			RunningConsole.await(() -> browser.text("#head").contains("seen through the proxy"));
			browser.click("#do-abort summary");
			RunningConsole.await(() -> browser.hasFocus("#do-abort [name=reason]"));
			browser.press("from behind", Keys.ENTER);
			browser.awaitOne(".phase.aborted");
			assertThat(browser.driver().getCurrentUrl()).isEqualTo(proxy.address() + "/behind/rollout");
			assertThat(shop.state("behind").reason()).isEqualTo("from behind");
			browser.open("about:blank");
		}
	}

}
