package io.setpoint.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member of etcd in a process of its own, on free ports and in a temporary directory.
 */
final class EtcdProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final HttpClient http = HttpClient.newHttpClient();

	private final Path directory;

	private final List<String> command;

	private final List<String> ctlOptions;

	private final String url;

	private final String peer;

	private final int metricsPort;

	private Process process;

	private EtcdProcess(String scheme, List<String> options, List<String> ctlOptions) throws IOException {
		this(scheme, freePorts(), options, ctlOptions);
	}

	private EtcdProcess(String scheme, List<Integer> ports, List<String> options, List<String> ctlOptions)
			throws IOException {
		this.directory = Files.createTempDirectory("etcd");
		this.url = scheme + "://127.0.0.1:" + ports.get(0);
		this.metricsPort = ports.get(2);
		this.ctlOptions = ctlOptions;
		this.peer = "http://127.0.0.1:" + ports.get(1);
		this.command = command(ports.get(1), options);
		this.process = launch();
	}

	private List<String> command(int peerPort, List<String> options) {
		String peer = "http://127.0.0.1:" + peerPort;
		List<String> command = new ArrayList<>(List.of(binary().toString(), "--name", "n0", "--data-dir",
				this.directory.resolve("data").toString(), "--logger", "zap", "--log-level", "error",
				"--listen-client-urls", this.url, "--advertise-client-urls", this.url, "--listen-peer-urls", peer,
				"--initial-advertise-peer-urls", peer, "--initial-cluster", "n0=" + peer, "--listen-metrics-urls",
				"http://127.0.0.1:" + this.metricsPort, "--heartbeat-interval", "10", "--election-timeout", "100"));
		command.addAll(options);
		return command;
	}

	static EtcdProcess start(String... options) {
		return start("http", List.of(options), List.of());
	}

	static EtcdProcess start(String scheme, List<String> options, List<String> ctlOptions) {
		try {
			return new EtcdProcess(scheme, options, ctlOptions);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start a member that joins as a learner, which serves no requests.
	 * @return the new member
	 */
	EtcdProcess addLearner() {
		try {
			List<Integer> ports = freePorts();
			String learner = "http://127.0.0.1:" + ports.get(1);
			ctl("member", "add", "n1", "--learner", "--peer-urls=" + learner);
			return new EtcdProcess("http", ports, List.of("--name", "n1", "--initial-cluster",
					"n0=" + this.peer + ",n1=" + learner, "--initial-cluster-state", "existing"), List.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Promote the learner once it has caught up.
	 */
	void promoteLearner() {
		String id = ctl("member", "list").lines().filter((line) -> line.endsWith("true")).findFirst().orElseThrow();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptionsMatching(AssertionError.class::isInstance)
			.untilAsserted(() -> ctl("member", "promote", id.substring(0, id.indexOf(','))));
	}

	String url() {
		return this.url;
	}

	/**
	 * Run {@code etcdctl}.
	 * @param arguments its arguments
	 * @return its output
	 */
	String ctl(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(binary().resolveSibling("etcdctl").toString(), "--endpoints", this.url));
		command.addAll(this.ctlOptions);
		command.addAll(List.of(arguments));
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			builder.environment().putAll(Map.of("ETCDCTL_API", "3"));
			Process ctl = builder.start();
			String output = new String(ctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(ctl.waitFor()).as(output).isZero();
			return output;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	long metric(String name) {
		return get("/metrics").lines()
			.filter((line) -> line.startsWith(name + " "))
			.mapToLong((line) -> (long) Double.parseDouble(line.substring(name.length() + 1)))
			.sum();
	}

	long watchStreams() {
		return metric("etcd_debugging_mvcc_watch_stream_total");
	}

	void pause() {
		signal("STOP");
	}

	void proceed() {
		signal("CONT");
	}

	void kill() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	void restart() {
		try {
			this.process = launch();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Process launch() throws IOException {
		Process process = new ProcessBuilder(this.command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("log").toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptions()
			.until(() -> get("/health").contains("true"));
		return process;
	}

	private String get(String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.metricsPort + path))
				.timeout(Duration.ofSeconds(5))
				.build();
			return http.send(request, BodyHandlers.ofString()).body();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void signal(String name) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start();
			assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path binary() {
		return Path.of(System.getenv("SETPOINT_ETCD_BIN"));
	}

	private static List<Integer> freePorts() throws IOException {
		try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ServerSocket third = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return List.of(first.getLocalPort(), second.getLocalPort(), third.getLocalPort());
		}
	}

}
