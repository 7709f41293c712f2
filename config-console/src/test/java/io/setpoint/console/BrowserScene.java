package io.setpoint.console;

import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A console that somebody who may do everything has before them, in a browser that
 * complains of nothing.
 */
final class BrowserScene implements AutoCloseable {

	private final Shop shop;

	private final RunningConsole console;

	private final Browser browser;

	BrowserScene(Consumer<Shop> furnisher, String... settings) {
		this.shop = Shop.inMemory();
		furnisher.accept(this.shop);
		this.console = new RunningConsole(this.shop.endpoint(), settings);
		this.browser = new Browser();
		open("/");
		this.browser.signIn("boss");
	}

	Shop shop() {
		return this.shop;
	}

	RunningConsole console() {
		return this.console;
	}

	Browser browser() {
		return this.browser;
	}

	void open(String path) {
		this.browser.open(this.console.address() + path);
	}

	/**
	 * Look at a page in light and dark, at a desk and on a phone.
	 * @param path the address of the page
	 * @param name the name of its pictures
	 */
	void check(String path, String name) {
		this.browser.check(this.console.address() + path, name);
	}

	/**
	 * Leave the page of the test before, which goes on asking for what may not be there.
	 */
	void begin() {
		this.browser.leave();
		this.browser.complaints();
		this.browser.look(Browser.DESK, "light");
	}

	void end() {
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Override
	public void close() {
		this.browser.close();
		this.console.close();
		this.shop.close();
	}

}
