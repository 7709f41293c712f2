package io.setpoint.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.test.EtcdServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fleet of processes whose clocks of day are an hour apart and are set in the middle of
 * a stage. Needs libfaketime, of the package of that name or named by
 * {@code SETPOINT_FAKETIME_LIB}; the monotonic clock stays what it is, as it does when
 * somebody sets a clock.
 */
class RolloutClockTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final Duration BAKE = Duration.ofSeconds(8);

	private static final @Nullable Path LIBRARY = library();

	private final Map<String, Instance> fleet = new LinkedHashMap<>();

	private @Nullable EtcdServer etcd;

	@TempDir
	private Path folder;

	private static @Nullable Path library() {
		List<Path> places = new ArrayList<>();
		String named = System.getenv("SETPOINT_FAKETIME_LIB");
		if (named != null) {
			places.add(Path.of(named));
		}
		Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
			.forEach((machine) -> places.add(Path.of("/usr/lib", machine, "faketime", "libfaketimeMT.so.1")));
		return places.stream().filter(Files::isRegularFile).findFirst().orElse(null);
	}

	@BeforeEach
	void startEtcd() {
		Assumptions.assumeTrue(LIBRARY != null,
				"libfaketime is not there: install it, or name it by" + " SETPOINT_FAKETIME_LIB");
		this.etcd = EtcdServer.start();
	}

	@AfterEach
	void stop() {
		this.fleet.values().forEach(Instance::close);
		if (this.etcd != null) {
			this.etcd.close();
		}
	}

	private EtcdServer etcd() {
		return Objects.requireNonNull(this.etcd);
	}

	private Instance start(String id, long skew, boolean conducts) {
		Path clock = this.folder.resolve(id + ".clock");
		set(id, skew);
		Instance instance = Instance.start(this.folder, id,
				List.of("spring.config.import=rollout:shop", "setpoint.etcd.endpoints=" + etcd().connectString(),
						"setpoint.snapshot.enabled=false", "setpoint.instance.labels.name=" + id,
						"setpoint.config.startup-timeout=60s", "setpoint.rollout.controller=" + conducts,
						"setpoint.fleet.lease=3s", "setpoint.rollout.controller-lease=2s",
						"management.endpoints.web.exposure.include=*",
						"management.endpoint.rollouts.access=unrestricted"),
				Map.of("LD_PRELOAD", String.valueOf(LIBRARY), "FAKETIME_TIMESTAMP_FILE", clock.toString(),
						"FAKETIME_CACHE_DURATION", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1", "DONT_FAKE_MONOTONIC",
						"1"));
		this.fleet.put(id, instance);
		return instance;
	}

	/**
	 * Set the clock of day of an instance.
	 * @param id its id
	 * @param skew how many seconds ahead
	 */
	private void set(String id, long skew) {
		try {
			Files.writeString(this.folder.resolve(id + ".clock"), ((skew < 0) ? "" : "+") + skew + "s\n");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void command(Instance instance, String action, String json) {
		assertThat(instance.post("/actuator/rollouts/shop/" + action, json).statusCode()).as(action)
			.isBetween(200, 299);
	}

	private RolloutState state() {
		return RolloutFormat.read(String.valueOf(etcd().get(KEYS.state("shop"))).getBytes(StandardCharsets.UTF_8),
				RolloutState.class);
	}

	@ParameterizedTest
	@CsvSource({ "3600, -3600, 3600", "-3600, 3600, -3600" })
	void stagesBakeForTheirTimeWhateverTheClocksOfAllAreSetTo(long starter, long first, long second) {
		Instance canary = start("starter", starter, false);
		start("first", first, true);
		start("second", second, true);
		this.fleet.values().forEach(Instance::awaitStarted);
		command(canary, "publish", "{\"id\": \"v1\", \"by\": \"ann\", \"document\": \"pricing: {discount: 10}\"}");
		command(canary, "publish", "{\"id\": \"v2\", \"by\": \"ann\", \"document\": \"pricing: {discount: 20}\"}");
		command(canary, "release", "{\"version\": \"v1\", \"by\": \"ann\"}");
		long begun = System.nanoTime();
		command(canary, "start",
				"{\"version\": \"v2\", \"by\": \"ann\", \"plan\": \"{stages: [{scope: instances, percent: 100,"
						+ " match: {name: starter}, bake: " + BAKE.toSeconds()
						+ "s}, {scope: instances, percent: 100, bake: 500ms}]}\"}");
		assertThat(Duration.between(Instant.now(), Objects.requireNonNull(state().stageSince())).abs())
			.isGreaterThan(Duration.ofMinutes(50));
		Instance controller = controller();
		set("first", second);
		set("second", first);
		set("starter", first);
		controller.kill();
		Application.await("the second stage", () -> state().stage() == 1);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(BAKE);
		Application.await("the end", () -> state().phase() == Phase.COMPLETED);
	}

	private Instance controller() {
		Application.await("a controller", () -> etcd().get(KEYS.controller("shop")) != null);
		String holder = String.valueOf(etcd().get(KEYS.controller("shop")));
		return Objects.requireNonNull(this.fleet.get(holder.substring(0, holder.indexOf(' '))));
	}

}
