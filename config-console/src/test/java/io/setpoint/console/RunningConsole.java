package io.setpoint.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.mirror.MirrorStatus;

import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The console as it is run, on a free port.
 */
final class RunningConsole implements AutoCloseable {

	private static final List<String> USERS = List.of("vic=viewer", "ed=editor", "ann=approver", "olga=operator",
			"boss=editor,approver,operator");

	private final ConfigurableApplicationContext context;

	RunningConsole(String endpoint, String... settings) {
		this(Stream.concat(users(), Stream.of(settings)).toList(), endpoint);
	}

	private RunningConsole(List<String> settings, String endpoint) {
		List<String> arguments = new ArrayList<>(List.of("--setpoint.etcd.endpoints=" + endpoint,
				"--logging.level.root=warn", "--logging.level.io.setpoint.console.audit=info"));
		if (settings.stream().noneMatch((setting) -> setting.startsWith("--server.port="))) {
			arguments.add("--server.port=0");
		}
		arguments.addAll(settings);
		this.context = ConsoleApplication.application().run(arguments.toArray(String[]::new));
		await(() -> watch().status().state() == MirrorStatus.State.LIVE);
	}

	static RunningConsole withoutUsers(String endpoint, String... settings) {
		return new RunningConsole(List.of(settings), endpoint);
	}

	private static Stream<String> users() {
		List<String> arguments = new ArrayList<>();
		for (String user : USERS) {
			String name = user.substring(0, user.indexOf('='));
			arguments.add("--setpoint.console.users." + name + ".password=" + name + "-secret");
			arguments.add("--setpoint.console.users." + name + ".roles=" + user.substring(user.indexOf('=') + 1));
		}
		return arguments.stream();
	}

	String address() {
		return "http://127.0.0.1:" + ((ServletWebServerApplicationContext) this.context).getWebServer().getPort();
	}

	LandscapeWatch watch() {
		return this.context.getBean(LandscapeWatch.class);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	Visitor visitor(String name) {
		Visitor visitor = new Visitor(address());
		visitor.signIn(name, name + "-secret");
		return visitor;
	}

	/**
	 * Wait until the console knows the state of a configuration as etcd has it.
	 * @param shop reads etcd
	 * @param name the name of the configuration
	 */
	void arrived(Shop shop, String name) {
		long serial = shop.state(name).serial();
		await(() -> watch().current().find(name) != null && watch().current().find(name).state().serial() == serial
				&& watch().current().find(name).lastSerial() == serial);
	}

	static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("Waited for 60 s in vain");
			}
			LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
