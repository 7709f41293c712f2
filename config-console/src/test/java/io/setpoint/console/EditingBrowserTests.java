package io.setpoint.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.support.ui.Select;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain keys and the editor in a real browser, by keyboard, and without script.
 */
@EnabledIf("io.setpoint.console.Browser#isThere")
class EditingBrowserTests {

	private static final String DOCUMENT = """
			pricing:
			  discount-percent: 15
			  currency: EUR
			mail:
			  password: hunter2
			""";

	@RegisterExtension
	private static final BrowserScene scene = new BrowserScene(EditingBrowserTests::furnish);

	private static Shop shop;

	private static Browser browser;

	@BeforeAll
	static void start() {
		shop = scene.shop();
		browser = scene.browser();
		RunningConsole.await(() -> scene.current().configurations().size() == 2);
	}

	private static void furnish(Shop shop) {
		shop.publish("checkout", "v1", "ada", DOCUMENT);
		shop.release("checkout", "v1", "ada", null);
		shop.put("/schemas/checkout/0a1b", SchemaTests.SCHEMA);
		shop.put("/config/checkout/pricing/discount-percent", "12");
		shop.put("/config/checkout/pricing/discount-percent", "15");
		shop.put("/config/checkout/pricing/currency", "EUR");
		shop.put("/config/checkout/db/password", "hunter2");
		shop.put("/config/checkout/application.yaml", DOCUMENT);
		shop.put("/config/checkout/features.json", "{\"search\": {\"fuzzy\": true}}");
		shop.put(Shop.KEYS.member("search", "search-1"), """
				{"instance":"search-1","verdict":"ACCEPTED","locations":["/config/checkout/","/config/shared/"],
				"waiting":[{"key":"/config/checkout/pricing/currency","revision":7,
				"reason":"pricing.currency must be a currency of the shop"}]}""");
	}

	private static void open(String path) {
		scene.open(path);
	}

	private static WebElement find(String css) {
		return browser.find(css);
	}

	private static void awaitText(String css, String text) {
		browser.awaitText(css, text);
	}

	private static String value(String key) {
		List<KeyValue> entries = Shop.done(shop.store().read(List.of(key))).entries(key);
		return new String(entries.get(0).value(), StandardCharsets.UTF_8);
	}

	@Test
	void locationsAreAccessible() {
		open("/keys");
		browser.check("keys");
	}

	@Test
	void locationIsAccessible() {
		open("/keys/config/checkout/");
		browser.check("location");
	}

	@Test
	void keyIsAccessible() {
		open("/keys/config/checkout/pricing/discount-percent");
		browser.check("key");
	}

	@Test
	void keyFollowsEtcd() {
		shop.put("/config/checkout/followed", "before");
		open("/keys/config/checkout/followed");
		awaitText("pre", "before");
		shop.put("/config/checkout/followed", "after");
		awaitText("pre", "after");
	}

	@Test
	void changeIsAccessible() {
		open("/-/keys/change?location=/config/checkout/&key=/config/checkout/application.yaml"
				+ "&key=/config/checkout/pricing/currency");
		awaitText(".findings", "No schema is known");
		browser.check("change");
	}

	@Test
	void propertiesWithSchemaAreAccessible() {
		open("/checkout");
		find("#others summary").click();
		browser.check("schema");
	}

	@Test
	void reviewEndsWithWhatWasReviewed() {
		shop.publish("stale", "v1", "ada", "mine: 1\n");
		shop.release("stale", "v1", "ada", null);
		scene.arrived("stale");
		open("/stale/edit");
		find(".editor textarea").sendKeys(Keys.chord(Keys.CONTROL, "a"), "mine: 2");
		find("#edit button").click();
		find("#publish [name=unjudged]").click();
		assertThat(find("#publish button").isEnabled()).isTrue();
		find(".editor textarea").sendKeys("3");
		awaitText("#publish [data-stale]", "You have changed the document since");
		assertThat(find("#publish button").isEnabled()).isFalse();
		browser.check("changed-since");
		find(".editor textarea").sendKeys(Keys.BACK_SPACE);
		assertThat(find("#publish button").isEnabled()).isTrue();
		find("#publish button").click();
		find("#choose button").click();
		assertThat(find("#start button").isEnabled()).isTrue();
		new Select(find("#choose [name=preset]")).selectByValue("all-at-once");
		awaitText("#start [data-stale]", "You have chosen something else since");
		assertThat(find("#start button").isEnabled()).isFalse();
		new Select(find("#choose [name=preset]")).selectByValue("exponential");
		assertThat(find("#start button").isEnabled()).isTrue();
	}

	@Test
	void whatWasWrittenOutlivesTheConsole() {
		shop.publish("kept", "v1", "ada", DOCUMENT);
		shop.release("kept", "v1", "ada", null);
		RunningConsole first = new RunningConsole(shop.endpoint(), "--server.port=" + FreePorts.next());
		String address = first.address().replace("127.0.0.1", "localhost");
		try (first) {
			first.arrived(shop, "kept");
			browser.open(address + "/kept/edit");
			browser.signIn("boss");
			find(".editor textarea").sendKeys(Keys.chord(Keys.CONTROL, "a"), "mine: 1");
		}
		browser.awaitOne("#lost:not([hidden])");
		find(".editor ~ p button").click();
		assertThat(browser.text("h1")).isEqualTo("The next version of kept");
		browser.leave();
		try (RunningConsole second = new RunningConsole(shop.endpoint(),
				"--server.port=" + URI.create(address).getPort())) {
			second.arrived(shop, "kept");
			browser.open(address + "/kept/edit");
			browser.signIn("boss");
			assertThat(find(".editor textarea").getDomProperty("value")).startsWith("pricing:");
			browser.check("kept");
			browser.click(".draft button");
			assertThat(find(".editor textarea").getDomProperty("value")).isEqualTo("mine: 1");
			find(".editor ~ p button").click();
			browser.click("#publish [name=unjudged]");
			browser.click("#publish button");
			awaitText(".band.notice", "Published as");
			browser.open(address + "/kept/edit");
			assertThat(browser.has(".draft")).isFalse();
			browser.open("about:blank");
		}
	}

	@Test
	void whatWasWrittenIsForgottenByWhoeverSignsOut() {
		String address = scene.console().address().replace("127.0.0.1", "localhost");
		browser.open(address + "/checkout/edit");
		browser.signIn("boss");
		find(".editor textarea").sendKeys("mine: 1");
		browser.open(address + "/checkout/edit");
		assertThat(browser.has(".draft")).isTrue();
		browser.click(".who button");
		browser.awaitOne("input[name=username]");
		assertThat(browser.driver().executeScript("return sessionStorage.length")).isEqualTo(0L);
		browser.open("about:blank");
	}

	@Test
	void typingShowsAProblemWithItsLineAndCompletesByKeyboard() {
		open("/checkout/edit");
		awaitText(".findings", "The schema has nothing against it.");
		WebElement area = find(".editor textarea");
		area.sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "pricing.discount-percent: 95");
		awaitText(".found .error button", "Line 6");
		awaitText(".found .error", "at most 90");
		browser.check("problems");
		find(".found .error button").sendKeys(Keys.ENTER);
		RunningConsole.await(() -> browser.driver().switchTo().activeElement().equals(area));
		area.sendKeys(Keys.chord(Keys.CONTROL, "a"), "pri");
		awaitText(".words:not([hidden])", "pricing");
		area.sendKeys(Keys.ENTER, "cur");
		awaitText(".words:not([hidden])", "currency");
		browser.check("completion");
		area.sendKeys(Keys.chord(Keys.CONTROL, " "));
		awaitText(".words:not([hidden])", "currency");
		area.sendKeys(Keys.TAB, Keys.chord(Keys.CONTROL, " "));
		awaitText(".words:not([hidden])", "USD");
		area.sendKeys(Keys.ARROW_DOWN, Keys.ENTER);
		assertThat(area.getDomProperty("value")).isEqualTo("pricing:\n  currency: USD");
		awaitText(".findings", "The schema has nothing against it.");
	}

	@Test
	void listOfWordsIsLeftByEscapeAndTheFieldByTab() {
		open("/checkout/edit");
		WebElement area = find(".frame textarea");
		awaitText(".findings", "The schema has nothing against it.");
		area.sendKeys(Keys.chord(Keys.CONTROL, "a"), "pri");
		awaitText(".words:not([hidden])", "pricing");
		area.sendKeys(Keys.ESCAPE);
		assertThat(browser.has(".words:not([hidden])")).isFalse();
		area.sendKeys(Keys.TAB);
		assertThat(browser.driver().switchTo().activeElement()).isNotEqualTo(area);
		assertThat(area.getDomProperty("value")).isEqualTo("pri");
	}

	@Test
	void twoPeopleOnOneKey() {
		shop.put("/config/two/a", "1");
		open("/keys/config/two/a");
		find("a.button").click();
		WebElement area = find("#edit textarea");
		area.clear();
		area.sendKeys("mine");
		find("#edit .after button").click();
		find("#write");
		browser.check("key-review");
		shop.put("/config/two/a", "theirs");
		browser.expectComplaints("status of 409");
		find("#write button").click();
		awaitText("#said", "It says: theirs");
		browser.check("key-stale");
		assertThat(value("/config/two/a")).isEqualTo("theirs");
		find("#edit .after button").click();
		find("#write button").click();
		awaitText("h1", "/config/two/a");
		awaitText("pre", "mine");
		assertThat(value("/config/two/a")).isEqualTo("mine");
	}

	@Test
	void keyIsChangedAndDeletedWithoutScript() {
		shop.put("/config/still/a", "1");
		browser.script(false);
		try {
			open("/keys/config/still/");
			find("input[type=checkbox]").click();
			find("p.after button").click();
			WebElement area = find("#edit textarea");
			area.clear();
			area.sendKeys("2");
			find("#edit .after button").click();
			find("#write button").click();
			RunningConsole.await(() -> value("/config/still/a").equals("2"));
			find("a.button").click();
			find("#edit input[type=checkbox]").click();
			find("#edit .after button").click();
			find("#write input[name=word]").sendKeys("delete");
			browser.picture("key-delete");
			find("#write button").click();
			RunningConsole.await(() -> Shop.done(shop.store().read(List.of("/config/still/a")))
				.entries("/config/still/a")
				.isEmpty());
		}
		finally {
			browser.script(true);
		}
	}

	@Test
	void whatIsBeingWrittenOutlivesItsSession() {
		open("/checkout/edit");
		find(".editor textarea").sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "features.search: true");
		String token = token();
		browser.expectComplaints("401");
		browser.driver().manage().deleteAllCookies();
		find(".editor textarea").sendKeys("\n");
		awaitText(".findings", "Your session is over: sign in in another tab");
		String tab = browser.driver().getWindowHandle();
		browser.driver().switchTo().newWindow(WindowType.TAB);
		open("/-/login");
		browser.signIn("boss");
		browser.driver().close();
		browser.driver().switchTo().window(tab);
		RunningConsole.await(() -> !token().equals(token));
		find(".after button").click();
		awaitText("table.changes", "features.search");
	}

	private static String token() {
		return String
			.valueOf(browser.driver().executeScript("return document.querySelector('main [name=_csrf]').value"));
	}

	@Test
	void formOfASessionThatHasEndedIsGivenBack() {
		open("/checkout/edit");
		find(".editor textarea").sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "features.search: true");
		browser.expectComplaints("401");
		browser.driver().manage().deleteAllCookies();
		find(".after button").click();
		browser.find("#left");
		assertThat(browser.text("#sentence")).contains("Your session has ended");
		browser.check("left");
		open("/-/login");
		browser.signIn("boss");
	}

	@Test
	void secretIsShownToWhoeverAsks() {
		open("/keys/config/checkout/db/password");
		assertThat(browser.driver().getPageSource()).doesNotContain("hunter2");
		find("form[action$=reveal] button").click();
		awaitText("pre", "hunter2");
		browser.check("revealed");
	}

}
