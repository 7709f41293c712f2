package io.setpoint.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the world besides etcd.
 *
 * @param environment the environment variables
 * @param home the folder of whoever calls
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param charset how text is written to both
 * @param screen what standard output can show
 * @param clock the time of day
 */
record Outside(Map<String, String> environment, Path home, InputStream in, PrintStream out, PrintStream err,
		Charset charset, Screen screen, Clock clock) {

	/**
	 * The world of this process.
	 * @return the world
	 */
	static Outside real() {
		Charset charset = encoding();
		return new Outside(System.getenv(), Path.of(System.getProperty("user.home", ".")), System.in,
				new PrintStream(System.out, true, charset), new PrintStream(System.err, true, charset), charset,
				Screen.of(System.getenv(), charset), Clock.systemUTC());
	}

	private static Charset encoding() {
		String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
		return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
	}

	/**
	 * Return an environment variable.
	 * @param name its name
	 * @return its value, {@code null} if it is not set or empty
	 */
	@Nullable String variable(String name) {
		String value = this.environment.get(name);
		return (value != null && !value.isBlank()) ? value : null;
	}

	/**
	 * Return a writer for whoever does not write to a stream.
	 * @param stream one of the two outputs
	 * @return the writer
	 */
	PrintWriter writer(PrintStream stream) {
		return new PrintWriter(stream, true, this.charset);
	}

	/**
	 * Say something while a command goes on.
	 * @param line the line
	 */
	void remark(String line) {
		this.err.println(line);
	}

	/**
	 * Return what can be asked for something that is not to be seen.
	 * @return the terminal, {@code null} if there is none
	 */
	static @Nullable Console console() {
		return System.console();
	}

}
