package io.setpoint.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A JVM that is measured. It is spoken to line by line, and ends with its standard input.
 */
final class Jvm implements AutoCloseable {

	static final List<String> FIXED_HEAP = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

	private final Process process;

	private final BufferedReader answers;

	private final PrintStream commands;

	private Jvm(Process process) {
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.UTF_8);
		this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	/**
	 * Start a JVM.
	 * @param folder its working directory
	 * @param classPath its class path
	 * @param options its options
	 * @param mainClass its main class
	 * @param arguments the arguments
	 * @return the JVM, to be closed
	 */
	static Jvm start(Path folder, String classPath, List<String> options, Class<?> mainClass, Object... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, mainClass.getName()));
		for (Object argument : arguments) {
			command.add(String.valueOf(argument));
		}
		try {
			return new Jvm(
					new ProcessBuilder(command).directory(folder.toFile()).redirectError(Redirect.INHERIT).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A JVM could not be started", ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Wait for a line that begins with a text; others are passed on.
	 * @param beginning how it begins
	 * @return the rest of it
	 */
	String answerAfter(String beginning) {
		String line = answer();
		while (!line.startsWith(beginning)) {
			Benchmarks.progress(line);
			line = answer();
		}
		return line.substring(beginning.length());
	}

	String ask(String command) {
		tell(command);
		return answer();
	}

	/**
	 * Send a command whose answer is asked for later.
	 * @param command the command
	 */
	void tell(String command) {
		this.commands.println(command);
	}

	/**
	 * Wait for a line; others are passed on.
	 * @param expected the line
	 */
	void answerThat(String expected) {
		for (String line = answer(); !line.equals(expected); line = answer()) {
			Benchmarks.progress(line);
		}
	}

	String answer() {
		String line = nextLine();
		if (line == null) {
			throw new IllegalStateException("The JVM has ended without an answer");
		}
		return line;
	}

	@Nullable String nextLine() {
		try {
			return this.answers.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A JVM could not be listened to", ex);
		}
	}

	/**
	 * End it and wait until it has done what it does at its end.
	 */
	void end() {
		this.commands.close();
		for (String line = nextLine(); line != null; line = nextLine()) {
			Benchmarks.progress(line);
		}
	}

	@Override
	public void close() {
		this.commands.close();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
