package io.setpoint.console;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.setpoint.memory.MemoryServer;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain keys and the editor in a real browser, by keyboard, and without script.
 */
@EnabledIf("io.setpoint.console.BrowserTests#isBrowserThere")
class EditingBrowserTests {

	private static final Dimension DESK = new Dimension(1280, 860);

	private static final Dimension PHONE = new Dimension(390, 844);

	private static final String DOCUMENT = """
			pricing:
			  discount-percent: 15
			  currency: EUR
			mail:
			  password: hunter2
			""";

	private static MemoryServer etcd;

	private static Shop shop;

	private static RunningConsole console;

	private static ChromeDriver browser;

	@BeforeAll
	static void start() {
		etcd = new MemoryServer();
		etcd.start();
		shop = new Shop("http://127.0.0.1:" + etcd.port());
		furnish();
		console = new RunningConsole("http://127.0.0.1:" + etcd.port());
		RunningConsole.await(() -> console.watch().current().configurations().size() == 2);
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions()
			.setBinary(System.getenv().getOrDefault("SETPOINT_CHROMIUM_BIN", "/usr/bin/chromium"));
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--hide-scrollbars");
		options.setCapability("goog:loggingPrefs", logging);
		String driver = System.getenv().getOrDefault("SETPOINT_CHROMEDRIVER_BIN", "/usr/bin/chromedriver");
		browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(new File(driver)).build(),
				options);
		open("/");
		browser.findElement(By.name("username")).sendKeys("boss");
		browser.findElement(By.name("password")).sendKeys("boss-secret", Keys.ENTER);
		RunningConsole.await(() -> browser.findElements(By.cssSelector(".who")).size() == 1);
	}

	private static void furnish() {
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

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.quit();
		}
		console.close();
		shop.close();
		etcd.close();
	}

	@BeforeEach
	void begin() {
		browser.manage().logs().get(LogType.BROWSER);
		look(DESK, "light");
	}

	@AfterEach
	void nothingWentWrong() {
		assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
			.filteredOn((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.isEmpty();
	}

	private static void open(String path) {
		browser.get(console.address() + path);
	}

	private static void look(Dimension size, String scheme) {
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", size.getWidth(), "height", size.getHeight(), "deviceScaleFactor", 1, "mobile", false));
		browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Look at what is there in every way.
	 * @param name what the pictures are called
	 */
	private static void check(String name) {
		List<String> violations = new ArrayList<>();
		for (String scheme : List.of("light", "dark")) {
			for (Dimension size : List.of(DESK, PHONE)) {
				look(size, scheme);
				picture(name + "-" + scheme + ((size == PHONE) ? "-phone" : ""));
				if (size == DESK || scheme.equals("light")) {
					new AxeBuilder().analyze(browser)
						.getViolations()
						.forEach((rule) -> violations.add(scheme + " " + rule.getId() + ": " + rule.getNodes()));
				}
				assertThat(browser.executeScript(
						"return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
					.as("width of " + name)
					.isEqualTo(0L);
			}
		}
		look(DESK, "light");
		assertThat(violations).isEmpty();
	}

	private static void picture(String name) {
		String folder = System.getProperty("setpoint.pictures");
		if (folder == null) {
			return;
		}
		try {
			Files.createDirectories(Path.of(folder));
			Files.write(Path.of(folder, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static WebElement find(String selector) {
		RunningConsole.await(() -> !browser.findElements(By.cssSelector(selector)).isEmpty());
		return browser.findElement(By.cssSelector(selector));
	}

	private static void awaitText(String selector, String text) {
		RunningConsole.await(() -> String
			.valueOf(browser.executeScript(
					"return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join(' ')", selector))
			.contains(text));
	}

	private static String value(String key) {
		List<KeyValue> entries = Shop.done(shop.store().read(List.of(key))).entries(key);
		return new String(entries.get(0).value(), StandardCharsets.UTF_8);
	}

	@Test
	void locationsAreAccessible() {
		open("/keys");
		check("keys");
	}

	@Test
	void locationIsAccessible() {
		open("/keys/config/checkout/");
		check("location");
	}

	@Test
	void keyIsAccessible() {
		open("/keys/config/checkout/pricing/discount-percent");
		check("key");
	}

	@Test
	void changeIsAccessible() {
		open("/-/keys/change?location=/config/checkout/&key=/config/checkout/application.yaml"
				+ "&key=/config/checkout/pricing/currency");
		awaitText(".findings", "No schema is known");
		check("change");
	}

	@Test
	void propertiesWithSchemaAreAccessible() {
		open("/checkout");
		find("#others summary").click();
		check("schema");
	}

	@Test
	void typingShowsAProblemWithItsLineAndCompletesByKeyboard() {
		open("/checkout/edit");
		awaitText(".findings", "The schema has nothing against it.");
		WebElement area = browser.findElement(By.cssSelector(".editor textarea"));
		area.sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "pricing.discount-percent: 95");
		awaitText(".found .error button", "Line 6");
		awaitText(".found .error", "at most 90");
		check("problems");
		browser.findElement(By.cssSelector(".found .error button")).sendKeys(Keys.ENTER);
		RunningConsole.await(() -> browser.switchTo().activeElement().equals(area));
		area.sendKeys(Keys.chord(Keys.CONTROL, "a"), "pri");
		awaitText(".words:not([hidden])", "pricing");
		area.sendKeys(Keys.ENTER, "cur");
		awaitText(".words:not([hidden])", "currency");
		check("completion");
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
		assertThat(browser.findElements(By.cssSelector(".words:not([hidden])"))).isEmpty();
		area.sendKeys(Keys.TAB);
		assertThat(browser.switchTo().activeElement()).isNotEqualTo(area);
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
		check("key-review");
		shop.put("/config/two/a", "theirs");
		find("#write button").click();
		awaitText("#said", "It says: theirs");
		check("key-stale");
		assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
			.allMatch((entry) -> entry.getMessage().contains("status of 409"));
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
		browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
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
			picture("key-delete");
			find("#write button").click();
			RunningConsole.await(() -> Shop.done(shop.store().read(List.of("/config/still/a")))
				.entries("/config/still/a")
				.isEmpty());
		}
		finally {
			browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
		}
	}

	@Test
	void secretIsShownToWhoeverAsks() {
		open("/keys/config/checkout/db/password");
		assertThat(browser.getPageSource()).doesNotContain("hunter2");
		find("form[action$=reveal] button").click();
		awaitText("pre", "hunter2");
		check("revealed");
	}

}
