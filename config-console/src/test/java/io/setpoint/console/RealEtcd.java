package io.setpoint.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * An etcd of its own process, where {@code SETPOINT_ETCD_BIN} says what to run.
 */
final class RealEtcd implements AutoCloseable {

	static final String BINARY = "SETPOINT_ETCD_BIN";

	private final HttpClient client = HttpClient.newHttpClient();

	private final Path directory;

	private final Process process;

	private final String endpoint;

	RealEtcd() {
		try {
			this.directory = Files.createTempDirectory("setpoint-console-etcd");
			this.endpoint = "http://127.0.0.1:" + freePort();
			String peer = "http://127.0.0.1:" + freePort();
			this.process = new ProcessBuilder(System.getenv(BINARY), "--data-dir", this.directory.resolve("data") + "",
					"--listen-client-urls", this.endpoint, "--advertise-client-urls", this.endpoint,
					"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster",
					"default=" + peer)
				.redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		RunningConsole.await(() -> !this.process.isAlive() || isHealthy());
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private boolean isHealthy() {
		try {
			return get("/health").contains("true");
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	private String get(String path) {
		try {
			return this.client
				.send(HttpRequest.newBuilder(URI.create(this.endpoint + path)).build(), BodyHandlers.ofString())
				.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String endpoint() {
		return this.endpoint;
	}

	/**
	 * Return a meter of the server.
	 * @param name the name of the meter
	 * @return its value
	 */
	double meter(String name) {
		return get("/metrics").lines()
			.filter((line) -> line.startsWith(name + " "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(name.length() + 1)))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
