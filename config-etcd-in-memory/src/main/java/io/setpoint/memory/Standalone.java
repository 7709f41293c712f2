package io.setpoint.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * An etcd in a process of its own, for several applications that are to share it. It says
 * on the standard output where it is, and goes by what comes in: {@code stop} breaks all
 * connections and serves nobody, {@code start} serves again, with what was there, and the
 * end of the input ends it.
 *
 * @since 0.1.0
 */
public final class Standalone {

	private final MemoryServer server;

	private final PrintStream out;

	Standalone(MemoryServer server, PrintStream out) {
		this.server = server;
		this.out = out;
	}

	/**
	 * Serve until the standard input ends.
	 * @param args none
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		try (MemoryServer server = new MemoryServer()) {
			new Standalone(server, System.out)
				.run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
		}
	}

	void run(BufferedReader commands) throws IOException {
		start();
		for (String command = commands.readLine(); command != null; command = commands.readLine()) {
			switch (command) {
				case "start" -> start();
				case "stop" -> stop();
				default -> this.out.println("start or stop is understood, and the end of the input");
			}
		}
	}

	private void start() {
		this.server.start();
		this.out.println("etcd in the JVM serves at " + this.server.endpoint());
	}

	private void stop() {
		this.server.stop();
		this.out.println("etcd in the JVM is stopped");
	}

}
