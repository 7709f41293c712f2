package io.setpoint.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.setpoint.memory.MemoryServer;
import io.setpoint.rollout.Version;
import io.setpoint.store.Transaction;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 50 configurations with 1 000 instances and a large document. Prints how long the
 * overview takes, and how large it is.
 */
class LargeFleetTests {

	private static final int CONFIGURATIONS = 50;

	private static final int INSTANCES = 20;

	private static final int PASSES = 20;

	@Test
	void everythingIsShown() {
		try (MemoryServer etcd = new MemoryServer()) {
			etcd.start();
			try (Shop shop = new Shop("http://127.0.0.1:" + etcd.port())) {
				for (int i = 0; i < CONFIGURATIONS; i++) {
					fill(shop, "service.%02d_a-B".formatted(i));
				}
				String large = "text: \"" + "x".repeat(Version.MAX_DOCUMENT_BYTES - 9) + "\"";
				shop.publish("service.00_a-B", "large", "ada", large);
				try (RunningConsole console = new RunningConsole("http://127.0.0.1:" + etcd.port())) {
					RunningConsole.await(() -> console.watch().current().configurations().size() == CONFIGURATIONS);
					look(console.visitor("vic"));
				}
			}
		}
	}

	private static void fill(Shop shop, String name) {
		shop.publish(name, "v1", "ada", "a: 1");
		shop.release(name, "v1", "ada", null);
		Transaction.Builder fleet = Transaction.builder();
		for (int i = 0; i < INSTANCES; i++) {
			String instance = "instance-" + i;
			fleet.put(Shop.KEYS.member(name, instance),
					"""
							{"instance":"%s","version":"v1","verdict":"ACCEPTED","since":"2026-11-01T00:00:00Z"}"""
						.formatted(instance)
						.getBytes(StandardCharsets.UTF_8));
		}
		Shop.done(shop.store().commit(fleet.build()));
	}

	private static void look(Visitor vic) {
		List<Duration> times = new ArrayList<>();
		String body = "";
		for (int i = 0; i < PASSES; i++) {
			long begun = System.nanoTime();
			body = vic.get("/").response().body();
			times.add(Duration.ofNanos(System.nanoTime() - begun));
		}
		Collections.sort(times);
		System.out.println("overview of " + CONFIGURATIONS + " configurations and " + CONFIGURATIONS * INSTANCES
				+ " instances: median " + times.get(PASSES / 2).toMillis() + " ms, " + body.length() / 1024 + " KiB");
		Document page = vic.get("/").page();
		assertThat(page.select(".card")).hasSize(CONFIGURATIONS);
		assertThat(page.select(".squares i")).hasSize(CONFIGURATIONS * INSTANCES);
		assertThat(vic.get("/service.00_a-B?version=large").text()).contains("xxxx");
		assertThat(vic.get("/service.00_a-B/compare?from=v1&to=large").status()).isEqualTo(200);
	}

}
