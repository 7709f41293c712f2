package io.setpoint.console;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.setpoint.console.landscape.Landscape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A console and what it shows, for all tests of a class. Is there before its
 * {@code @BeforeAll}.
 */
class ConsoleScene implements BeforeAllCallback, AfterAllCallback {

	private final Consumer<Shop> furnisher;

	private final Supplier<String[]> settings;

	private @Nullable Shop shop;

	private @Nullable RunningConsole console;

	ConsoleScene(String... settings) {
		this((shop) -> {
		}, settings);
	}

	ConsoleScene(Consumer<Shop> furnisher, String... settings) {
		this(furnisher, () -> settings);
	}

	ConsoleScene(Consumer<Shop> furnisher, Supplier<String[]> settings) {
		this.furnisher = furnisher;
		this.settings = settings;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.shop = Shop.inMemory();
		this.furnisher.accept(this.shop);
		this.console = new RunningConsole(this.shop.endpoint(), this.settings.get());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.console != null) {
			this.console.close();
		}
		if (this.shop != null) {
			this.shop.close();
		}
	}

	Shop shop() {
		return Objects.requireNonNull(this.shop);
	}

	RunningConsole console() {
		return Objects.requireNonNull(this.console);
	}

	Landscape current() {
		return console().watch().current();
	}

	Visitor visitor(String name) {
		return console().visitor(name);
	}

	/**
	 * Wait until the console knows the state of a configuration as etcd has it.
	 * @param name the name of the configuration
	 */
	void arrived(String name) {
		console().arrived(shop(), name);
	}

}
