package io.setpoint.test;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Orphans}.
 */
class OrphansTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@ParameterizedTest
	@ValueSource(strings = { "exit", "halt" })
	void guardWhenVirtualMachineEndsEndsTheServersThatWereNotClosed(String end) throws Exception {
		Process machine = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Careless.class.getName(), end)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		long closed = readPid(machine);
		long left = readPid(machine);
		Path folder = folder(left);
		assertThat(isAlive(closed)).isFalse();
		machine.getOutputStream().write('\n');
		machine.getOutputStream().flush();
		assertThat(machine.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(Condition.await(TIMEOUT, () -> !isAlive(left) && Files.notExists(folder))).isTrue();
	}

	private static Path folder(long pid) {
		String[] arguments = ProcessHandle.of(pid).flatMap((process) -> process.info().arguments()).orElseThrow();
		return Path.of(arguments[List.of(arguments).indexOf("--data-dir") + 1]).resolve("..").normalize();
	}

	private static boolean isAlive(long pid) {
		Optional<String> command = ProcessHandle.of(pid).flatMap((process) -> process.info().command());
		return command.filter((path) -> path.endsWith(File.separator + "etcd")).isPresent();
	}

	private static long readPid(Process machine) throws IOException {
		return Long.parseLong(readLine(machine.getInputStream()));
	}

	private static String readLine(InputStream input) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = input.read(); next != '\n'; next = input.read()) {
			assertThat(next).isNotNegative();
			line.append((char) next);
		}
		return line.toString();
	}

	public static final class Careless {

		private Careless() {
		}

		public static void main(String[] args) throws IOException {
			EtcdServer first = EtcdServer.start();
			EtcdServer second = EtcdServer.start();
			long pid = first.pid();
			first.close();
			System.out.print(pid + "\n" + second.pid() + "\n");
			System.out.flush();
			readLine(System.in);
			if (args[0].equals("halt")) {
				Runtime.getRuntime().halt(1);
			}
			System.exit(0);
		}

	}

}
