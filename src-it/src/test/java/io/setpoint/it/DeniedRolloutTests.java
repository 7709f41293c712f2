package io.setpoint.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.setpoint.it.Shop.Left;
import io.setpoint.it.Shop.Pricing;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.store.KeyValue;
import io.setpoint.test.EtcdAccess.Right;
import io.setpoint.test.EtcdServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the last good version where etcd lets everything else be read.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class DeniedRolloutTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private static final String VERSIONS = KEYS.versions("shop");

	@TempDir
	private Path folder;

	@Test
	void versionFromTheLastGoodStateIsStaleAndStaysInTheFileThatIsWrittenMeanwhile() {
		try (EtcdServer etcd = EtcdServer.builder()
			.rootPassword("root")
			.role("plain", Right.READ, "/a/")
			.role("rollouts", Right.READ, "/rollouts/")
			.user("app", "secret", "plain", "rollouts")
			.start()) {
			etcd.client().put("/a/left/counter", "1");
			release(etcd);
			run(etcd).close();
			List<KeyValue> version = saved(VERSIONS);
			assertThat(version).hasSize(1);
			etcd.access().revoke("app", "rollouts");
			try (Application application = run(etcd)) {
				Application.await("the watch", () -> application.statuses().get("/a/").state() == State.LIVE);
				etcd.client().put("/a/left/counter", "2");
				Application.await("the change", () -> application.get(Left.class).counter() == 2);
				assertThat(application.statuses().get(VERSIONS).state()).isEqualTo(State.STALE);
				assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
			}
			assertThat(saved("/a/")).singleElement()
				.satisfies((entry) -> assertThat(entry.value()).isEqualTo(new byte[] { '2' }));
			assertThat(saved(VERSIONS)).isEqualTo(version);
		}
	}

	private void release(EtcdServer etcd) {
		RolloutState state = Transition
			.of(RolloutState.INITIAL, new Command.Release("v1"), "alice", Instant.now(), null)
			.state();
		etcd.client()
			.put(KEYS.version("shop", "v1"),
					text(Version.of("v1", "alice", null, Map.of(), null, Instant.now(), "pricing: {discount: 15}")));
		etcd.client().put(KEYS.state("shop"), text(state));
	}

	private static String text(Object value) {
		return new String(RolloutFormat.write(value), StandardCharsets.UTF_8);
	}

	private Application run(EtcdServer etcd) {
		return Launch.of(Shop.class)
			.etcd(etcd)
			.imports("etcd:/a/", "rollout:shop")
			.snapshots(this.folder)
			.with("spring.application.name=shop", "setpoint.rollout.controller=false", "setpoint.etcd.user=app",
					"setpoint.etcd.password=secret")
			.run();
	}

	private List<KeyValue> saved(String prefix) {
		return new SnapshotFile(this.folder, "shop").read().orElseThrow().locations().getOrDefault(prefix, List.of());
	}

}
