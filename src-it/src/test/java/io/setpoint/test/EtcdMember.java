package io.setpoint.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member of etcd as {@link EtcdServer} cannot be: with a certificate that is wrong,
 * without a gateway, or as a learner. It is asked by its metrics and by {@code etcdctl}.
 */
public final class EtcdMember implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration HEARTBEAT = Duration.ofMillis(10);

	private static final HttpClient http = HttpClient.newHttpClient();

	private final Path folder = Orphans.folder();

	private final EtcdBinary binary = EtcdBinary.find();

	private final int metricsPort = FreePorts.next();

	private final Member member;

	private final EtcdCommand command;

	private final List<String> arguments;

	private final String url;

	private final List<String> ctlOptions;

	private EtcdProcess process;

	private EtcdMember(Member member, List<Member> members, String scheme, List<String> options,
			List<String> ctlOptions) {
		this.member = member;
		this.url = scheme + "://127.0.0.1:" + member.clientPort();
		this.ctlOptions = ctlOptions;
		List<String> flags = new ArrayList<>(List.of("--listen-client-urls", this.url, "--advertise-client-urls",
				this.url, "--listen-metrics-urls", "http://127.0.0.1:" + this.metricsPort));
		flags.addAll(options);
		this.command = new EtcdCommand(new EtcdSettings(this.binary, members.size(), 0, HEARTBEAT,
				HEARTBEAT.multipliedBy(10), null, null, flags), this.folder);
		this.arguments = this.command.arguments(member, members);
		this.process = launch();
	}

	private static Member member(String name) {
		int peerPort = FreePorts.next();
		return new Member(name, FreePorts.next(), peerPort, peerPort);
	}

	/**
	 * Start a member that is alone.
	 * @param options further flags
	 * @return the member
	 */
	public static EtcdMember start(String... options) {
		return start("http", List.of(options), List.of());
	}

	/**
	 * Start a member that is alone.
	 * @param scheme what clients use, {@code http} or {@code https}
	 * @param options further flags
	 * @param ctlOptions what {@code etcdctl} needs to be let in
	 * @return the member
	 */
	public static EtcdMember start(String scheme, List<String> options, List<String> ctlOptions) {
		Member member = member("n0");
		return new EtcdMember(member, List.of(member), scheme, options, ctlOptions);
	}

	/**
	 * Start a member that joins as a learner, which serves no requests.
	 * @return the new member
	 */
	public EtcdMember addLearner() {
		Member learner = member("n1");
		ctl("member", "add", learner.name(), "--learner", "--peer-urls=" + learner.peerUrl());
		return new EtcdMember(learner, List.of(this.member, learner), "http",
				List.of("--initial-cluster-state", "existing"), List.of());
	}

	/**
	 * Promote the learner once it has caught up.
	 */
	public void promoteLearner() {
		String id = ctl("member", "list").lines().filter((line) -> line.endsWith("true")).findFirst().orElseThrow();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptionsMatching(AssertionError.class::isInstance)
			.untilAsserted(() -> ctl("member", "promote", id.substring(0, id.indexOf(','))));
	}

	/**
	 * Return where clients reach it.
	 * @return the URL
	 */
	public String url() {
		return this.url;
	}

	/**
	 * Run {@code etcdctl}.
	 * @param arguments its arguments
	 * @return its output
	 */
	public String ctl(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(this.binary.path().resolveSibling("etcdctl").toString(), "--endpoints", this.url));
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

	/**
	 * Return how many streams of watches there are.
	 * @return how many
	 */
	public long watchStreams() {
		String name = "etcd_debugging_mvcc_watch_stream_total ";
		return get("/metrics").lines()
			.filter((line) -> line.startsWith(name))
			.mapToLong((line) -> (long) Double.parseDouble(line.substring(name.length())))
			.sum();
	}

	/**
	 * Freeze it (SIGSTOP).
	 */
	public void freeze() {
		this.process.freeze();
	}

	/**
	 * Let it go on (SIGCONT).
	 */
	public void thaw() {
		this.process.thaw();
	}

	/**
	 * Kill it (SIGKILL).
	 */
	public void kill() {
		this.process.kill();
	}

	/**
	 * Start it again with its data, on its port.
	 */
	public void restart() {
		this.process = launch();
	}

	@Override
	public void close() {
		kill();
		List.of(this.member.clientPort(), this.member.peerPort(), this.metricsPort).forEach(FreePorts::giveBack);
		Orphans.delete(this.folder);
	}

	private EtcdProcess launch() {
		EtcdProcess process = EtcdProcess.start(this.arguments, this.command.output());
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.failFast("etcd has ended", () -> !process.isAlive())
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

}
