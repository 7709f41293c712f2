package io.setpoint.it;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.setpoint.it.Shop.Text;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.test.EtcdServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator's error: the endpoints of two clusters in one list.
 */
@ExtendWith(OutputCaptureExtension.class)
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class TwoClustersTests {

	private static final int KEYS = 600;

	private EtcdServer first;

	private EtcdServer second;

	@BeforeEach
	void start() {
		this.first = startWith("A");
		this.second = startWith("B");
	}

	private static EtcdServer startWith(String value) {
		EtcdServer etcd = EtcdServer.start();
		Map<String, String> keys = new TreeMap<>();
		for (int i = 0; i < KEYS; i++) {
			keys.put("/a/many/k%03d".formatted(i), value);
		}
		keys.put("/a/text/body", value);
		etcd.client().putAll(keys);
		return etcd;
	}

	@AfterEach
	void stop() {
		this.first.close();
		this.second.close();
	}

	@Test
	void oneIsFollowedAndTheOtherIsNamedAndNeverShown(CapturedOutput output) throws Exception {
		Set<String> shown = ConcurrentHashMap.newKeySet();
		try (Application application = Launch.of(Shop.class)
			.etcd(this.first.endpoint() + "," + this.second.endpoint())
			.imports("etcd:/a/", "etcd:/b/")
			.with("setpoint.watch.reconcile-interval=200ms")
			.run()) {
			application.live(Text.class).onChange((before, after) -> shown.add(after.body()));
			Application.await("the error",
					() -> output.getOut().contains("is followed and nothing is read of the other"));
			application.awaitAll(State.LIVE);
			String followed = application.get(Text.class).body();
			EtcdServer known = followed.equals("A") ? this.first : this.second;
			EtcdServer other = followed.equals("A") ? this.second : this.first;
			for (int i = 0; i < 20; i++) {
				other.client().put("/a/text/body", "stranger");
				application.refresh();
				String value = followed + i;
				known.client().put("/a/text/body", value);
				Application.await(value, () -> application.get(Text.class).body().equals(value));
				assertThat(many(application)).containsOnly(followed);
			}
			assertThat(shown).allMatch((value) -> value.startsWith(followed));
			assertThat(output.getOut()).doesNotContain("wiped, restored or exchanged");
		}
	}

	@Test
	void clusterThatWasFollowedIsWaitedForWhileItRestarts(CapturedOutput output) {
		try (Application application = Launch.of(Shop.class)
			.etcd(this.first.endpoint() + "," + this.second.endpoint())
			.imports("etcd:/a/")
			.run()) {
			Application.await("the error",
					() -> output.getOut().contains("is followed and nothing is read of the other"));
			application.awaitAll(State.LIVE);
			String followed = application.get(Text.class).body();
			EtcdServer known = followed.equals("A") ? this.first : this.second;
			known.kill();
			application.awaitAll(State.STALE);
			assertThat(application.get(Text.class).body()).isEqualTo(followed);
			known.restart();
			known.client().put("/a/text/body", followed + "1");
			Application.await("the change", () -> application.get(Text.class).body().equals(followed + "1"));
			assertThat(output.getOut()).doesNotContain("wiped, restored or exchanged");
		}
	}

	private static Set<String> many(Application application) {
		Set<String> values = ConcurrentHashMap.newKeySet();
		for (int i = 0; i < KEYS; i++) {
			values.add(application.property("many.k%03d".formatted(i)));
		}
		return values;
	}

}
