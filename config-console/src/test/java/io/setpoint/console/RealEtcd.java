package io.setpoint.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.auth.Permission;

import org.springframework.util.Assert;
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
			this.endpoint = "http://127.0.0.1:" + FreePorts.next();
			String peer = "http://127.0.0.1:" + FreePorts.next();
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
		Assert.state(this.process.isAlive(), "etcd has ended");
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

	/**
	 * Let nobody but root write any more, and somebody read.
	 * @param name who may read, with the password "secret"
	 * @throws Exception if etcd does not take it
	 */
	void allowToRead(String name) throws Exception {
		ByteSequence all = ByteSequence.from(new byte[1]);
		ByteSequence root = text("root");
		ByteSequence user = text(name);
		try (Client client = Client.builder().endpoints(this.endpoint).build()) {
			Auth auth = client.getAuthClient();
			auth.roleAdd(root).get(30, TimeUnit.SECONDS);
			auth.userAdd(root, text("secret")).get(30, TimeUnit.SECONDS);
			auth.userGrantRole(root, root).get(30, TimeUnit.SECONDS);
			auth.roleAdd(user).get(30, TimeUnit.SECONDS);
			auth.roleGrantPermission(user, all, all, Permission.Type.READ).get(30, TimeUnit.SECONDS);
			auth.userAdd(user, text("secret")).get(30, TimeUnit.SECONDS);
			auth.userGrantRole(user, user).get(30, TimeUnit.SECONDS);
			auth.authEnable().get(30, TimeUnit.SECONDS);
		}
	}

	private static ByteSequence text(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
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
