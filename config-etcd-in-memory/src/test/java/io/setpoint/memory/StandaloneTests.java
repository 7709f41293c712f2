package io.setpoint.memory;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Standalone}.
 */
class StandaloneTests {

	@Test
	void runWhenToldServesAndStopsAtTheSamePort() throws IOException {
		try (MemoryServer server = new MemoryServer()) {
			String output = run(server, "stop\nstart\nstop\n");
			assertThat(output.lines()).containsExactly("etcd in the JVM serves at " + server.endpoint(),
					"etcd in the JVM is stopped", "etcd in the JVM serves at " + server.endpoint(),
					"etcd in the JVM is stopped");
			assertThat(server.isRunning()).isFalse();
		}
	}

	@Test
	void runWhenNothingIsSaidServesUntilTheEnd() throws IOException {
		try (MemoryServer server = new MemoryServer()) {
			assertThat(run(server, "").lines()).hasSize(1);
			assertThat(server.isRunning()).isTrue();
		}
	}

	@Test
	void runWhenCommandIsUnknownSaysWhatIsKnown() throws IOException {
		try (MemoryServer server = new MemoryServer()) {
			assertThat(run(server, "kill\n")).contains("start or stop is understood, and the end of the input");
			assertThat(server.isRunning()).isTrue();
		}
	}

	private static String run(MemoryServer server, String commands) throws IOException {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		new Standalone(server, new PrintStream(output, true, StandardCharsets.UTF_8))
			.run(new BufferedReader(new StringReader(commands)));
		return output.toString(StandardCharsets.UTF_8);
	}

}
