package io.setpoint.console;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A console that somebody who may do everything has before them, in a browser that
 * complains of nothing, for all tests of a class. Is there before its {@code @BeforeAll}.
 */
final class BrowserScene extends ConsoleScene implements BeforeEachCallback, AfterEachCallback {

	private @Nullable Browser browser;

	BrowserScene(Consumer<Shop> furnisher) {
		super(furnisher);
	}

	BrowserScene(Consumer<Shop> furnisher, Supplier<String[]> settings) {
		super(furnisher, settings);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		super.beforeAll(context);
		this.browser = new Browser();
		open("/");
		this.browser.signIn("boss");
	}

	/**
	 * Leave the page of the test before, which goes on asking for what may not be there.
	 */
	@Override
	public void beforeEach(ExtensionContext context) {
		browser().leave();
		browser().look(Browser.DESK, "light");
	}

	@Override
	public void afterEach(ExtensionContext context) {
		assertThat(browser().complaints()).isEmpty();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.browser != null) {
			this.browser.close();
		}
		super.afterAll(context);
	}

	Browser browser() {
		return Objects.requireNonNull(this.browser);
	}

	void open(String path) {
		browser().open(console().address() + path);
	}

	/**
	 * Look at a page in light and dark, at a desk and on a phone.
	 * @param path the address of the page
	 * @param name the name of its pictures
	 */
	void check(String path, String name) {
		browser().check(console().address() + path, name);
	}

}
