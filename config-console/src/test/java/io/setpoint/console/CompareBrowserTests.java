package io.setpoint.console;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Comparing in a real browser: by property and by text, with another configuration, by
 * keyboard and without script.
 */
@EnabledIf("io.setpoint.console.Browser#isThere")
class CompareBrowserTests {

	@RegisterExtension
	private static final BrowserScene scene = new BrowserScene(CompareBrowserTests::furnish);

	private static Browser browser;

	@BeforeAll
	static void start() {
		browser = scene.browser();
	}

	private static void furnish(Shop shop) {
		String document = """
				# prices of the summer
				pricing:
				  discount-percent: 10
				  currency: EUR
				  tiers: [gold, silver]
				shipping:
				%sdatabase:
				  url: jdbc:postgresql://db-1/checkout
				  password: hunter2 # from the vault
				greeting: "A text that is rather long, as texts are that are meant for people: it goes on over the end of a line of a phone"
				"""
			.formatted(IntStream.rangeClosed(1, 20)
				.mapToObj((i) -> "  zone-" + i + ": " + i + "\n")
				.collect(Collectors.joining()));
		shop.publish("checkout", "v41", "ada", document);
		shop.release("checkout", "v41", "ada", "the prices of the summer");
		shop.publish("checkout", "v42", "ada",
				document.replace("summer", "autumn")
					.replace("percent: 10", "percent: 15")
					.replace("hunter2", "hunter3")
					.replace("greeting", "fuzzy-search: true\ngreeting"));
		shop.publish("checkout-staging", "s7", "eve",
				document.replace("db-1", "db-test").replace("zone-9: 9", "zone-9: 1"));
		shop.release("checkout-staging", "s7", "eve", null);
		shop.publish("broken", "v1", "ada", "a: 1");
		shop.publish("broken", "v2", "ada", "a: [1");
		shop.release("broken", "v1", "ada", null);
		String large = IntStream.rangeClosed(1, 2000)
			.mapToObj((i) -> "name-" + i + ": " + i + "\n")
			.collect(Collectors.joining());
		shop.publish("large", "v1", "ada", large);
		shop.release("large", "v1", "ada", null);
		shop.publish("large", "v2", "ada", large.replace("7: ", "7: -"));
	}

	@Test
	void comparisonByTextIsAccessible() {
		scene.check("/checkout/compare?from=v41&to=v42&by=text", "compare-text");
		scene.open("/checkout/compare?from=v41&to=v42&by=text");
		browser.click(".fold summary");
		browser.check("compare-text-unfolded");
		assertThat(browser.text(".fold .lines")).contains("zone-3: 3");
	}

	@Test
	void comparisonOfConfigurationsIsAccessible() {
		scene.check("/checkout/compare?with=checkout-staging", "compare-configurations");
		scene.check("/checkout/compare?with=checkout-staging&by=text", "compare-configurations-text");
	}

	@Test
	void comparisonOfLongTextsIsAccessible() {
		scene.check("/large/compare?from=v1&to=v2&by=text&at=500", "compare-pages");
		scene.check("/large/compare?from=v1&to=v1&by=text", "compare-identical");
	}

	@Test
	void textThatIsNotShownIsAccessible() {
		scene.check("/broken/compare?from=v1&to=v2&by=text", "compare-untold");
	}

	@Test
	void anotherConfigurationIsChosenByKeyboardAlone() {
		scene.open("/checkout/compare");
		browser.tabTo("[name=with]");
		browser.press("checkout-s");
		browser.tabTo("#choose button");
		browser.press(Keys.ENTER);
		browser.awaitText("h1", "Compare checkout with checkout-staging");
		browser.settle();
		browser.tabTo(".ways a[href*='by=text']");
		browser.press(Keys.ENTER);
		browser.awaitOne(".fold summary");
		browser.settle();
		browser.tabTo(".fold summary");
		browser.press(Keys.ENTER);
		RunningConsole.await(() -> browser.text(".fold[open] .lines").contains("zone-3: 3"));
	}

	@Test
	void textsAreComparedWithoutScript() {
		browser.script(false);
		try {
			scene.open("/checkout/compare");
			new Select(browser.driver().findElement(By.name("with"))).selectByValue("checkout-staging");
			browser.click("#choose button");
			browser.awaitText("h1", "Compare checkout with checkout-staging");
			browser.click(".ways a[href*='by=text']");
			browser.click(".fold summary");
			assertThat(browser.has(".fold[open] .lines td")).isTrue();
			browser.picture("compare-without-script");
		}
		finally {
			browser.script(true);
		}
	}

	@Test
	void reviewWithTheTextUnfoldedIsAccessible() {
		scene.open("/checkout/edit");
		browser.driver().findElement(By.cssSelector("textarea")).sendKeys("search:\n  fuzzy: true\n");
		browser.click(".after button");
		browser.awaitOne("#text");
		browser.click("#text > summary");
		browser.check("review-text");
		assertThat(browser.text("#text .texts > .lines")).contains("fuzzy: true");
	}

}
