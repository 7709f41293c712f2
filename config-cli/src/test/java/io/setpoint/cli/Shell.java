package io.setpoint.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the command line in this JVM.
 */
final class Shell {

	private final Map<String, String> environment = new HashMap<>();

	private final Path home;

	private String input = "";

	private Screen screen = Screen.NONE;

	private Consumer<String> remarks = (text) -> {
	};

	Shell(Path home, List<String> endpoints) {
		this.home = home;
		this.environment.put("SETPOINT_ENDPOINTS", String.join(",", endpoints));
		this.environment.put("SETPOINT_BY", "alice");
	}

	Shell with(String variable, String value) {
		this.environment.put(variable, value);
		return this;
	}

	Shell without(String variable) {
		this.environment.remove(variable);
		return this;
	}

	Shell typing(String input) {
		this.input = input;
		return this;
	}

	Shell on(Screen screen) {
		this.screen = screen;
		return this;
	}

	/**
	 * Do something in the midst of a command.
	 * @param remarks called with what a command writes to standard error
	 * @return this shell
	 */
	Shell hearing(Consumer<String> remarks) {
		this.remarks = remarks;
		return this;
	}

	Ran run(String... arguments) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream() {

			@Override
			public void write(byte[] bytes, int offset, int length) {
				super.write(bytes, offset, length);
				Shell.this.remarks.accept(new String(bytes, offset, length, StandardCharsets.UTF_8));
			}

		};
		InputStream in = new ByteArrayInputStream(this.input.getBytes(StandardCharsets.UTF_8));
		Outside outside = new Outside(this.environment, this.home, in,
				new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
				StandardCharsets.UTF_8, this.screen, Clock.systemUTC());
		int status = Setpoint.run(outside, arguments);
		return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	/**
	 * What came of a command.
	 *
	 * @param status the exit status
	 * @param out what is on standard output
	 * @param err what is on standard error
	 */
	record Ran(int status, String out, String err) {

		Map<String, Object> json() {
			return JsonMapper.shared().readValue(this.out, new TypeReference<>() {
			});
		}

	}

}
