package io.setpoint.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application says whose etcd goes away and comes back while it runs.
 */
@EtcdTest
@ExtendWith(OutputCaptureExtension.class)
class OutageTests {

	private static final String LOCATIONS = "rollout:shop, etcd:/config/other/, etcd:/config/shop/ ";

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private final EtcdServer etcd;

	OutageTests(EtcdServer etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void clear() {
		this.etcd.deletePrefix("");
	}

	@Test
	void outageWhenTheServerIsKilledIsOneLineAndSoIsItsEnd(CapturedOutput output) {
		assertTold(output, this.etcd::kill, this.etcd::restart);
	}

	@Test
	void outageWhenTheServerIsFrozenIsOneLineAndSoIsItsEnd(CapturedOutput output) {
		assertTold(output, this.etcd::freeze, this.etcd::thaw);
	}

	@Test
	void outageWhenTheApplicationLeadsARolloutIsOneLineAndSoIsItsEnd(CapturedOutput output) {
		RolloutState released = next(RolloutState.INITIAL, new Command.Release("v1"));
		Plan plan = Plan.of(Stage.instances(100, Duration.ofHours(1)));
		List.of("v1", "v2").forEach((id) -> put(KEYS.version("shop", id), version(id)));
		put(KEYS.state("shop"), next(released, new Command.Start("v2", plan, "salt")));
		assertTold(output, () -> {
			Application.await("the leader",
					() -> output.getAll().contains("The rollout of 'shop': extend at revision "));
			this.etcd.kill();
		}, () -> {
			Application.await("that the leader has noticed",
					() -> output.getAll().contains("'/fleet/shop/' failed 4 times in a row: "));
			this.etcd.restart();
		});
	}

	private void put(String key, Object value) {
		this.etcd.put(key, new String(RolloutFormat.write(value), StandardCharsets.UTF_8));
	}

	private static RolloutState next(RolloutState state, Command command) {
		return Transition.of(state, command, "alice", Instant.now(), null).state();
	}

	private static Version version(String id) {
		return Version.of(id, "alice", null, Map.of(), null, Instant.now(), "pricing: {discount: 15}");
	}

	private void assertTold(CapturedOutput output, Runnable fault, Runnable repair) {
		try (Application application = Launch.of(Shop.class)
			.etcd(this.etcd)
			.imports("etcd:/config/shop/,etcd:/config/other/,rollout:shop")
			.with("spring.application.name=shop", "setpoint.config.startup-timeout=60s",
					"logging.level.io.setpoint.mirror=debug")
			.run()) {
			application.awaitAll(State.LIVE);
			fault.run();
			try {
				Application.await("outage", () -> output.getAll().contains("their last good state stays: "));
			}
			finally {
				repair.run();
			}
			Application.await("return", () -> output.getAll().contains("live again"));
			application.awaitAll(State.LIVE);
		}
		List<String> lines = output.getAll()
			.lines()
			.filter((line) -> line.contains(".mirror.Mirrors ") && !line.contains("DEBUG"))
			.toList();
		assertThat(lines.stream().filter((line) -> line.contains("out of reach"))).singleElement()
			.asString()
			.contains(": " + LOCATIONS + "are out of reach, their last good state stays: ");
		assertThat(lines.stream().filter((line) -> line.contains("live again"))).singleElement()
			.asString()
			.endsWith(": " + LOCATIONS + "are live again");
	}

}
