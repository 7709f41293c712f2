package io.setpoint.console;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.logging.Level;

import com.deque.html.axecore.selenium.AxeBuilder;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Chromium without a window. What is done to a page waits until the page follows etcd,
 * so that no part of it is replaced between two steps.
 */
final class Browser implements AutoCloseable {

	static final Dimension DESK = new Dimension(1280, 860);

	static final Dimension PHONE = new Dimension(390, 844);

	private static final @Nullable String PICTURES = System.getProperty("setpoint.pictures");

	private static final int MOST_STEPS = 120;

	private final ChromeDriver driver;

	private boolean scripted = true;

	private final List<LogEntry> complaints = new ArrayList<>();

	private final Set<String> expected = new HashSet<>();

	private long left;

	Browser() {
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions().setBinary(chromium());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--hide-scrollbars");
		options.setCapability("goog:loggingPrefs", logging);
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(new File(chromedriver())).build(), options);
	}

	static boolean isThere() {
		return new File(chromium()).canExecute() && new File(chromedriver()).canExecute();
	}

	private static String chromium() {
		return System.getenv().getOrDefault("SETPOINT_CHROMIUM_BIN", "/usr/bin/chromium");
	}

	private static String chromedriver() {
		return System.getenv().getOrDefault("SETPOINT_CHROMEDRIVER_BIN", "/usr/bin/chromedriver");
	}

	ChromeDriver driver() {
		return this.driver;
	}

	void open(String address) {
		this.driver.get(address);
		settle();
	}

	/**
	 * Wait until a page that follows etcd has caught up with it once.
	 */
	void settle() {
		if (this.scripted) {
			RunningConsole.await(() -> Boolean.TRUE.equals(this.driver
				.executeScript("return document.readyState === 'complete' && (!document.body.dataset.events"
						+ " || document.body.hasAttribute('data-followed'))")));
		}
	}

	void signIn(String name) {
		awaitOne("input[name=username]");
		this.driver.findElement(By.name("username")).sendKeys(name);
		this.driver.findElement(By.name("password")).sendKeys(name + "-secret", Keys.ENTER);
		awaitOne(".who");
		settle();
	}

	void awaitOne(String css) {
		RunningConsole.await(() -> has(css));
	}

	/**
	 * Wait for something, and until no part of its page is replaced under whoever uses
	 * it.
	 * @param css what
	 * @return it
	 */
	WebElement find(String css) {
		awaitOne(css);
		settle();
		return this.driver.findElement(By.cssSelector(css));
	}

	void click(String css) {
		find(css).click();
	}

	/**
	 * Wait until something is said.
	 * @param css where
	 * @param text what
	 */
	void awaitText(String css, String text) {
		RunningConsole.await(() -> String
			.valueOf(this.driver.executeScript(
					"return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join(' ')", css))
			.contains(text));
	}

	boolean has(String css) {
		return !this.driver.findElements(By.cssSelector(css)).isEmpty();
	}

	/**
	 * Return what stands somewhere, as one answer of the browser.
	 * @param css where
	 * @return the text, empty if there is no such place
	 */
	String text(String css) {
		Object text = this.driver.executeScript(
				"const found = document.querySelector(arguments[0]); return found ? found.innerText : ''", css);
		return String.valueOf(text);
	}

	/**
	 * Return an attribute, as one answer of the browser.
	 * @param css of what
	 * @param name the name of the attribute
	 * @return its value, empty if there is no such place
	 */
	String attribute(String css, String name) {
		Object value = this.driver.executeScript(
				"const found = document.querySelector(arguments[0]); return found ? found.getAttribute(arguments[1]) : ''",
				css, name);
		return String.valueOf(value);
	}

	/**
	 * Go on with the tabulator until something has the focus.
	 * @param css what
	 */
	void tabTo(String css) {
		for (int i = 0; i < MOST_STEPS; i++) {
			if (hasFocus(css)) {
				return;
			}
			press(Keys.TAB);
		}
		throw new AssertionError("'" + css + "' cannot be reached by keyboard");
	}

	boolean hasFocus(String css) {
		return Boolean.TRUE
			.equals(this.driver.executeScript("return document.activeElement.matches(arguments[0])", css));
	}

	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/**
	 * Let pages run no script, or let them again.
	 * @param scripted whether they may
	 */
	void script(boolean scripted) {
		this.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !scripted));
		this.scripted = scripted;
	}

	void look(Dimension size, String scheme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", size.getWidth(), "height", size.getHeight(), "deviceScaleFactor", 1, "mobile", false));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Look at a page in light and dark, at a desk and on a phone: in all four ways where
	 * pictures are made, otherwise at a desk in light and on a phone in dark.
	 * @param address the address of the page
	 * @param name the name of its pictures
	 */
	void check(String address, String name) {
		check(address, name, (size, scheme) -> true);
	}

	/**
	 * Look at a page of thousands of parts, which axe takes long for and judges once.
	 * @param address the address of the page
	 * @param name the name of its pictures
	 */
	void checkLarge(String address, String name) {
		check(address, name, (size, scheme) -> size == DESK && scheme.equals("light"));
	}

	private void check(String address, String name, BiPredicate<Dimension, String> judged) {
		eachLook((size, scheme) -> {
			open(address);
			inspect(name, scheme, size, judged.test(size, scheme));
		});
	}

	/**
	 * Look at a state of a page that no address leads to, as at a page.
	 * @param name the name of its pictures
	 */
	void check(String name) {
		eachLook((size, scheme) -> {
			RunningConsole.await(() -> Boolean.TRUE.equals(this.driver.executeScript(
					"return innerWidth === arguments[0] && matchMedia('(prefers-color-scheme: ' + arguments[1] + ')').matches",
					size.getWidth(), scheme)));
			inspect(name, scheme, size, true);
		});
		look(DESK, "light");
	}

	private void eachLook(BiConsumer<Dimension, String> inspection) {
		for (String scheme : List.of("light", "dark")) {
			for (Dimension size : List.of(DESK, PHONE)) {
				if (PICTURES != null || isUsual(size, scheme)) {
					look(size, scheme);
					inspection.accept(size, scheme);
				}
			}
		}
	}

	private static boolean isUsual(Dimension size, String scheme) {
		return (size == DESK) == scheme.equals("light");
	}

	private void inspect(String name, String scheme, Dimension size, boolean judged) {
		picture(name + "-" + scheme + ((size == PHONE) ? "-phone" : ""));
		if (judged) {
			List<String> violations = new ArrayList<>();
			new AxeBuilder().analyze(this.driver)
				.getViolations()
				.forEach((rule) -> violations.add(scheme + " " + rule.getId() + ": " + rule.getNodes()));
			assertThat(violations).as(name).isEmpty();
		}
		Object overflow = this.driver
			.executeScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
		assertThat(overflow).as("what is wider than " + name).isEqualTo(0L);
	}

	/**
	 * Leave the page. What it has complained of is told late at times, and is no
	 * complaint of the pages that follow.
	 */
	void leave() {
		this.driver.get("about:blank");
		this.left = System.currentTimeMillis();
		this.complaints.clear();
		this.expected.clear();
	}

	void picture(String name) {
		if (PICTURES == null) {
			return;
		}
		try {
			Files.createDirectories(Path.of(PICTURES));
			Files.write(Path.of(PICTURES, name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Take such complaints for none until the page is {@link #leave() left}, however late
	 * they are told.
	 * @param parts what they contain
	 */
	void expectComplaints(String... parts) {
		this.expected.addAll(List.of(parts));
	}

	/**
	 * Wait for a complaint that is expected.
	 * @param part what it contains
	 */
	void awaitComplaint(String part) {
		expectComplaints(part);
		RunningConsole.await(() -> {
			readComplaints();
			return this.complaints.stream().anyMatch((entry) -> entry.getMessage().contains(part));
		});
	}

	/**
	 * Return what the browser has complained about, on pages that were opened since it
	 * has {@link #leave() left} one, besides what was expected.
	 * @return warnings and errors, violations of the content-security policy among them
	 */
	List<LogEntry> complaints() {
		readComplaints();
		return this.complaints.stream()
			.filter((entry) -> this.expected.stream().noneMatch(entry.getMessage()::contains))
			.toList();
	}

	private void readComplaints() {
		this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.filter((entry) -> entry.getTimestamp() >= this.left)
			.forEach(this.complaints::add);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
