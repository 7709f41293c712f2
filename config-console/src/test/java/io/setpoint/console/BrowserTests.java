package io.setpoint.console;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.setpoint.memory.MemoryServer;
import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
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
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages in a real browser: no violation of axe or of the content-security policy, no
 * error on the console, in light and dark and on a phone. With
 * {@code -Dsetpoint.pictures=<folder>} a picture of each page is kept there.
 */
@EnabledIf("isBrowserThere")
class BrowserTests {

	private static final Dimension DESK = new Dimension(1280, 860);

	private static final Dimension PHONE = new Dimension(390, 844);

	private static MemoryServer etcd;

	private static Shop shop;

	private static RunningConsole console;

	private static ChromeDriver browser;

	static boolean isBrowserThere() {
		return new File(chromium()).canExecute() && new File(driver()).canExecute();
	}

	private static String chromium() {
		return System.getenv().getOrDefault("SETPOINT_CHROMIUM_BIN", "/usr/bin/chromium");
	}

	private static String driver() {
		return System.getenv().getOrDefault("SETPOINT_CHROMEDRIVER_BIN", "/usr/bin/chromedriver");
	}

	@BeforeAll
	static void start() {
		etcd = new MemoryServer();
		etcd.start();
		shop = new Shop("http://127.0.0.1:" + etcd.port());
		furnish();
		console = new RunningConsole("http://127.0.0.1:" + etcd.port());
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions().setBinary(chromium());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--hide-scrollbars");
		options.setCapability("goog:loggingPrefs", logging);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(new File(driver()))
			.build();
		browser = new ChromeDriver(service, options);
		open("/");
		signIn("boss");
	}

	private static void furnish() {
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
	void forgetTheLog() {
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

	private static void signIn(String name) {
		browser.findElement(By.name("username")).sendKeys(name);
		browser.findElement(By.name("password")).sendKeys(name + "-secret", Keys.ENTER);
		RunningConsole.await(() -> browser.findElements(By.cssSelector(".who")).size() == 1);
	}

	private static void look(Dimension size, String scheme) {
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", size.getWidth(), "height", size.getHeight(), "deviceScaleFactor", 1, "mobile", false));
		browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	private static void check(String path, String name) {
		List<String> violations = new ArrayList<>();
		for (String scheme : List.of("light", "dark")) {
			for (Dimension size : List.of(DESK, PHONE)) {
				look(size, scheme);
				open(path);
				picture(name + "-" + scheme + ((size == PHONE) ? "-phone" : ""));
				if (size == DESK || scheme.equals("light")) {
					Results results = new AxeBuilder().analyze(browser);
					results.getViolations()
						.forEach((rule) -> violations.add(scheme + " " + rule.getId() + ": " + rule.getNodes()));
				}
				Object overflow = browser.executeScript(
						"return document.documentElement.scrollWidth - document.documentElement.clientWidth");
				assertThat(overflow).as("width of " + path).isEqualTo(0L);
			}
		}
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

	@Test
	void overviewIsAccessible() {
		check("/", "overview");
	}

	@Test
	void rolloutIsAccessible() {
		check("/checkout/rollout", "rollout");
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
	void comparisonIsAccessible() {
		check("/checkout/compare", "compare");
	}

	@Test
	void editorIsAccessible() {
		check("/checkout/edit", "edit");
	}

	@Test
	void reviewIsAccessible() {
		open("/checkout/edit");
		browser.findElement(By.cssSelector("textarea")).sendKeys("search:\n  fuzzy: true\n");
		browser.findElement(By.cssSelector(".after button")).click();
		RunningConsole.await(() -> !browser.findElements(By.id("review")).isEmpty());
		picture("review-light");
		assertThat(new AxeBuilder().analyze(browser).getViolations()).isEmpty();
	}

	@Test
	void startIsAccessible() {
		check("/search/start", "start");
	}

	@Test
	void changeIsOnTheScreenWithoutReload() {
		shop.publish("live", "v1", "ada", "a: 1");
		shop.release("live", "v1", "ada", null);
		RunningConsole.await(() -> console.watch().current().find("live") != null);
		open("/");
		browser.executeScript("window.same = true");
		shop.publish("live", "v2", "ada", "a: 2");
		shop.release("live", "v2", "ada", "seen at once");
		RunningConsole.await(() -> browser.getPageSource().contains("seen at once"));
		assertThat(browser.executeScript("return window.same")).isEqualTo(true);
	}

	@Test
	void abortIsTwoClicksAndAReasonByKeyboardAlone() {
		shop.publish("keyboard", "v1", "ada", "a: 1");
		shop.release("keyboard", "v1", "ada", null);
		shop.publish("keyboard", "v2", "ada", "a: 2");
		shop.start("keyboard", "v2", Plan.allAtOnce(Duration.ofMinutes(5)), "ada", null);
		RunningConsole.await(() -> console.watch().current().find("keyboard") != null
				&& console.watch().current().find("keyboard").state().phase() == Phase.RUNNING);
		open("/keyboard/rollout");
		browser.findElement(By.cssSelector("#do-abort summary")).sendKeys(Keys.ENTER);
		RunningConsole.await(() -> "reason".equals(browser.switchTo().activeElement().getAttribute("name")));
		picture("abort-light");
		browser.switchTo().activeElement().sendKeys("errors at the till", Keys.ENTER);
		RunningConsole.await(() -> browser.findElements(By.cssSelector(".phase.aborted")).size() > 0);
		assertThat(shop.state("keyboard").reason()).isEqualTo("errors at the till");
	}

}
