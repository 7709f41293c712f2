package io.setpoint.console;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages in states that are rare, and that matter when they come: as accessible as all
 * others, and with a picture each.
 */
@EnabledIf("io.setpoint.console.Browser#isThere")
class StateBrowserTests {

	private static final String LONG = "a-name-that-goes-on-and-on-as-those-of-pods-do-7d9f8b6c5d-x2x4q";

	private static final String MARKUP = "<script>alert(1)</script><b>bold</b>";

	@RegisterExtension
	private static final BrowserScene scene = new BrowserScene(StateBrowserTests::furnish);

	private static Shop shop;

	private static Browser browser;

	private static Judges judges;

	@BeforeAll
	static void start() {
		shop = scene.shop();
		browser = scene.browser();
		judges = new Judges(shop, "judged");
	}

	private static void furnish(Shop shop) {
		for (String name : List.of("paused", "aborted", "back", "judged", LONG)) {
			shop.publish(name, "v1", "ada", "pricing:\n  discount-percent: 10\n");
			shop.release(name, "v1", "ada", null);
			shop.publish(name, "v2", "ada", "pricing:\n  discount-percent: 15\n");
		}
		shop.build("judged", "8f2a61c09d", List.of("judged-1", "judged-2", "judged-3"));
		for (String name : List.of("paused", "aborted", "back", LONG)) {
			shop.start(name, "v2", Plan.allAtOnce(Duration.ofMinutes(5)), "ada", MARKUP);
			shop.member(name, name + "-1", "v2", "ACCEPTED", null);
			shop.member(name, name + "-2", "v1", "REFUSED", "pricing.discount-percent must be at most 12 " + MARKUP);
		}
		shop.extend(LONG, Set.of(LONG + "-1"));
		shop.give("paused", new Command.Pause(), "ada", "lunch");
		shop.give("aborted", new Command.Abort(), "ada", "the plan has changed");
		shop.give("back", new Command.Rollback(null), "ada", "errors at the till");
		shop.publish("unreleased", "v1", "ada", "a: 1");
		shop.put("/rollouts/legacy/state", "{\"phase\":");
		shop.put("/config/waits/pricing/currency", "EURO");
		shop.put(Shop.KEYS.member("waits", "waits-1"), """
				{"instance":"waits-1","verdict":"ACCEPTED","locations":["/config/waits/"],"waiting":[
				{"key":"/config/waits/pricing/currency","revision":7,"reason":"pricing.currency is no currency"}]}""");
	}

	@AfterAll
	static void stop() {
		judges.close();
	}

	@BeforeEach
	void begin() {
		judges.readNot();
	}

	@ParameterizedTest
	@CsvSource({ "/,overview-alarms", "/paused/rollout,paused", "/aborted/rollout,aborted", "/back/rollout,rolled-back",
			"/legacy/rollout,unreadable", "/unreleased,unreleased", "/unreleased/fleet,fleet-empty",
			"/paused/history?who=nobody,history-nothing", "/waits,properties-waiting", "/waits/fleet,fleet-waiting",
			"/keys,keys-waiting", "/?find=nothing-of-the-kind,overview-nothing" })
	void stateIsAccessible(String path, String picture) {
		scene.check(path, picture);
	}

	@ParameterizedTest
	@CsvSource({ "rollout", "fleet", "history" })
	void longNamesAndMarkupAreShownWithin(String page) {
		scene.check("/" + LONG + "/" + page, "long-" + page);
		assertThat(browser.has("b")).isFalse();
	}

	@Test
	void commandThatTheStateDoesNotAllowSaysWhy() {
		scene.open("/paused/rollout");
		browser.click("#do-pause summary");
		browser.awaitOne("#do-pause[open]");
		browser.check("not-now");
		assertThat(browser.text("#do-pause")).contains("Not possible.").doesNotContain("Refused to");
	}

	@Test
	void documentThatIsReviewedPublishedAndStarted() {
		judges.readNot("pricing.discuont");
		scene.open("/judged/edit");
		browser.find("textarea").sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "pricing.discuont: 5");
		browser.click(".after button");
		browser.find("#publish");
		browser.check("publish");
		browser.click("#publish button");
		browser.find("#choose");
		browser.check("published");
		browser.find("#choose details summary").click();
		browser.find("textarea[name=plan]").sendKeys(browser.text("pre.example"));
		assertThat(browser.find("[name=preset]").getDomProperty("value")).isEqualTo("own");
		browser.click("#choose button");
		browser.find("#start");
		browser.check("preview-own");
	}

	@Test
	void whatIsSentWhileTheConsoleIsAwayStaysWhereItIs() {
		try (RunningConsole away = new RunningConsole(shop.endpoint())) {
			String address = away.address().replace("127.0.0.1", "localhost");
			browser.open(address + "/");
			browser.signIn("boss");
			browser.open(address + "/judged/edit");
			browser.find("textarea").sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "mine: 1");
			browser.expectComplaints("ERR_CONNECTION", "ERR_INCOMPLETE_CHUNKED_ENCODING", "status of 503");
			away.close();
			browser.awaitOne("#lost:not([hidden])");
			browser.driver().findElement(By.cssSelector(".after button")).click();
			assertThat(browser.text("h1")).isEqualTo("The next version of judged");
			assertThat(browser.find("textarea").getDomProperty("value")).endsWith("mine: 1");
			browser.check("console-away");
		}
		browser.open("about:blank");
	}

}
