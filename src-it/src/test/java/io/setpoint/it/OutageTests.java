package io.setpoint.it;

import java.util.List;

import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
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

	private final EtcdServer etcd;

	OutageTests(EtcdServer etcd) {
		this.etcd = etcd;
	}

	@Test
	void outageWhenTheServerIsKilledIsOneLineAndSoIsItsEnd(CapturedOutput output) {
		assertTold(output, this.etcd::kill, this.etcd::restart);
	}

	@Test
	void outageWhenTheServerIsFrozenIsOneLineAndSoIsItsEnd(CapturedOutput output) {
		assertTold(output, this.etcd::freeze, this.etcd::thaw);
	}

	private void assertTold(CapturedOutput output, Runnable fault, Runnable repair) {
		try (Application application = Launch.of(Shop.class)
			.etcd(this.etcd)
			.imports("etcd:/config/shop/,etcd:/config/other/,rollout:shop")
			.with("spring.application.name=shop", "setpoint.config.startup-timeout=60s")
			.run()) {
			application.awaitAll(State.LIVE);
			fault.run();
			Application.await("outage", () -> output.getAll().contains("their last good state stays: "));
			repair.run();
			Application.await("return", () -> output.getAll().contains("live again"));
			application.awaitAll(State.LIVE);
		}
		List<String> lines = output.getAll().lines().filter((line) -> line.contains(".mirror.Mirrors ")).toList();
		assertThat(lines.stream().filter((line) -> line.contains("out of reach"))).singleElement()
			.asString()
			.contains(": " + LOCATIONS + "are out of reach, their last good state stays: ");
		assertThat(lines.stream().filter((line) -> line.contains("live again"))).singleElement()
			.asString()
			.endsWith(": " + LOCATIONS + "are live again");
	}

}
