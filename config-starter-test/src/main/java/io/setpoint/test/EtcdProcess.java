package io.setpoint.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the etcd binary.
 */
final class EtcdProcess {

	private static final int OUTPUT_LINES = 30;

	private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(10);

	private final Process process;

	private final Path output;

	private EtcdProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static EtcdProcess start(List<String> command, Path output) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(Redirect.appendTo(output.toFile()))
				.start();
			Orphans.guard(process);
			return new EtcdProcess(process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + command.get(0), ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	boolean terminate(Duration timeout) {
		this.process.destroy();
		return awaitEnd(timeout);
	}

	void kill() {
		this.process.destroyForcibly();
		if (!awaitEnd(SIGNAL_TIMEOUT)) {
			throw new IllegalStateException("etcd with pid " + pid() + " survived SIGKILL");
		}
	}

	void freeze() {
		signal("STOP");
		Path status = Path.of("/proc", String.valueOf(pid()), "stat");
		if (Files.exists(status)) {
			Condition.await(SIGNAL_TIMEOUT, () -> state(status) == 'T');
		}
	}

	void thaw() {
		signal("CONT");
	}

	/**
	 * Return the end of what the process and its predecessors printed.
	 * @return the last lines
	 */
	String output() {
		try {
			List<String> lines = new String(Files.readAllBytes(this.output), StandardCharsets.UTF_8).lines().toList();
			return String.join("\n", lines.subList(Math.max(0, lines.size() - OUTPUT_LINES), lines.size()));
		}
		catch (IOException ex) {
			return "(unreadable: " + ex.getMessage() + ")";
		}
	}

	private boolean awaitEnd(Duration timeout) {
		try {
			boolean ended = this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
			if (ended) {
				Orphans.release(this.process);
			}
			return ended;
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
			return true;
		}
	}

	private void signal(String name) {
		try {
			new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).redirectErrorStream(true).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot send SIG" + name, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static char state(Path status) {
		try {
			String line = Files.readString(status);
			return line.charAt(line.lastIndexOf(')') + 2);
		}
		catch (IOException ex) {
			return 'T';
		}
	}

}
