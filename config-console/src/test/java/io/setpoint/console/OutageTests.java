package io.setpoint.console;

import java.time.Duration;
import java.util.Map;

import io.setpoint.memory.MemoryServer;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the console shows while etcd is away.
 */
class OutageTests {

	@Test
	void lastStateStaysMarkedAndNothingCanBeWrittenUntilEtcdIsBack() {
		try (MemoryServer etcd = new MemoryServer()) {
			etcd.start();
			try (Shop shop = new Shop("http://127.0.0.1:" + etcd.port());
					RunningConsole console = new RunningConsole("http://127.0.0.1:" + etcd.port())) {
				shop.publish("shop", "v1", "ada", "a: 1");
				shop.start("shop", "v1", Plan.allAtOnce(Duration.ofHours(1)), "ada", null);
				RunningConsole.await(() -> isRunning(console));
				Visitor olga = console.visitor("olga");
				var pause = olga.get("/shop/rollout").page().selectFirst("#do-pause form");
				etcd.stop();
				RunningConsole.await(() -> console.watch().status().state() != MirrorStatus.State.LIVE);
				assertThat(olga.get("/").text()).contains("Not current.").contains("v1 is in stage 1 of 1");
				Document page = olga.get("/shop/rollout").page();
				assertThat(page.select("#not-pause").text()).startsWith("etcd is out of reach");
				assertThat(page.select(".commands form")).isEmpty();
				assertThat(olga.submit(pause, Map.of()).status()).isEqualTo(503);
				assertThat(olga.get("/shop?version=v1").status()).isEqualTo(503);
				etcd.start();
				RunningConsole.await(() -> console.watch().status().state() == MirrorStatus.State.LIVE);
				assertThat(olga.get("/").text()).doesNotContain("Not current.");
				assertThat(olga.submit(pause, Map.of()).status()).isEqualTo(200);
			}
		}
	}

	private static boolean isRunning(RunningConsole console) {
		var found = console.watch().current().find("shop");
		return found != null && found.state().phase() == Phase.RUNNING;
	}

}
