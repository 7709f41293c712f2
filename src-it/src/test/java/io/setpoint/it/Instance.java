package io.setpoint.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An instance of the shop in a process of its own, which can be killed and frozen.
 */
final class Instance implements AutoCloseable {

	/**
	 * What stands before the port in its output.
	 */
	static final String PORT = "instance.port=";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final String id;

	private final Process process;

	private final Path output;

	private int port;

	private Instance(String id, Process process, Path output) {
		this.id = id;
		this.process = process;
		this.output = output;
	}

	/**
	 * Start an instance without waiting for it.
	 * @param folder takes its output
	 * @param id its id
	 * @param properties each as {@code name=value}
	 * @return the instance
	 */
	static Instance start(Path folder, String id, List<String> properties) {
		return start(folder, id, List.of(), properties);
	}

	/**
	 * Start an instance with options of the Java runtime.
	 * @param folder takes its output
	 * @param id its id
	 * @param options the options
	 * @param properties each as {@code name=value}
	 * @return the instance
	 */
	static Instance start(Path folder, String id, List<String> options, List<String> properties) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m", "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), ShopServer.class.getName()));
		properties.forEach((property) -> command.add("--" + property));
		command.addAll(List.of("--setpoint.instance.id=" + id, "--server.port=0", "--spring.main.banner-mode=off"));
		Path output = folder.resolve(id + ".log");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			return new Instance(id, process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("An instance could not be started", ex);
		}
	}

	String id() {
		return this.id;
	}

	boolean isProcess(long pid) {
		return this.process.pid() == pid;
	}

	boolean isRunning() {
		return this.process.isAlive();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Instance awaitStarted() {
		Application.await("the port of " + this.id, () -> {
			if (!isRunning()) {
				throw new IllegalStateException(this.id + " has ended:\n" + output());
			}
			String text = output();
			int start = text.indexOf(PORT);
			int end = (start < 0) ? -1 : text.indexOf('\n', start);
			if (end > 0) {
				this.port = Integer.parseInt(text.substring(start + PORT.length(), end).strip());
			}
			return end > 0;
		});
		return this;
	}

	HttpResponse<String> get(String path) {
		return send(request(path).GET());
	}

	/**
	 * Ask as a user.
	 * @param path the path
	 * @param user the id of the user
	 * @return the body of the answer
	 */
	String getAs(String path, String user) {
		return send(request(path).header("X-User", user).GET()).body();
	}

	HttpResponse<String> post(String path, String json) {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(30));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return CLIENT.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Set the time of day of an instance that was started with a {@link SkewedClock}.
	 * @param skew by how many seconds it is off from now on
	 */
	void setClock(long skew) {
		post("/clock?skew=" + skew, "");
	}

	void kill() {
		this.process.destroyForcibly();
		await();
	}

	void freeze() {
		signal("-STOP");
	}

	void thaw() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			int status = new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill " + signal + " ended with status " + status);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean await() {
		try {
			return this.process.waitFor(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Let it shut down as it does in the field.
	 */
	@Override
	public void close() {
		thawIfRunning();
		this.process.destroy();
		if (!await()) {
			kill();
		}
	}

	private void thawIfRunning() {
		if (isRunning()) {
			thaw();
		}
	}

}
