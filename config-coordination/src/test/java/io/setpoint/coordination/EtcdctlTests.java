package io.setpoint.coordination;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.setpoint.test.EtcdServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Locks that are shared with etcd's own command line, on a real etcd.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCDCTL_BIN", matches = ".+")
class EtcdctlTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final EtcdServer etcd = EtcdServer.start();

	private final Instance here = Instance.at(this.etcd.endpoint());

	private final List<Process> started = new ArrayList<>();

	@BeforeEach
	void patience() {
		Awaitility.setDefaultTimeout(PATIENCE);
	}

	@AfterEach
	void close() {
		this.started.forEach(Process::destroyForcibly);
		this.here.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@ParameterizedTest
	@EnumSource
	void lockOfTheCommandLineIsWaitedFor(Holding holding) throws Exception {
		Process holder = etcdctl(holding.arguments);
		assertThat(firstLine(holder)).startsWith("/locks/stock/");
		FencedLock lock = this.here.lock("stock");
		assertThat(lock.tryLock()).isFalse();
		holder.destroy();
		assertThat(lock.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		lock.unlock();
	}

	@ParameterizedTest
	@EnumSource
	void commandLineWaitsForALock(Holding holding) throws Exception {
		FencedLock lock = this.here.lock("stock");
		lock.lock();
		String own = lock.key();
		Process waiter = etcdctl(holding.arguments);
		await().until(() -> this.etcd.getAll("/locks/stock/").size() == 2);
		String before = this.etcd.getAll("/locks/stock/")
			.keySet()
			.stream()
			.filter((key) -> !key.equals(own))
			.findFirst()
			.orElseThrow();
		assertThat(waiter.getInputStream().available()).isZero();
		lock.unlock();
		assertThat(firstLine(waiter)).isEqualTo(before);
		assertThat(lock.tryLock()).isFalse();
	}

	private Process etcdctl(List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(System.getenv("SETPOINT_ETCDCTL_BIN"), "--endpoints", this.etcd.endpoint()));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(Map.of("ETCDCTL_API", "3"));
		Process process = builder.start();
		this.started.add(process);
		return process;
	}

	private static String firstLine(Process process) throws IOException {
		return String.valueOf(
				new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine());
	}

	/**
	 * How the command line holds what is a lock here.
	 */
	enum Holding {

		LOCK(List.of("lock", "--ttl=5", "/locks/stock")), ELECT(List.of("elect", "/locks/stock", "shell"));

		private final List<String> arguments;

		Holding(List<String> arguments) {
			this.arguments = arguments;
		}

	}

}
