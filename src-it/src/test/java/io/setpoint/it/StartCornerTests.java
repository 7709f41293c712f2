package io.setpoint.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.LocationUnavailableException;
import io.setpoint.it.Shop.Left;
import io.setpoint.it.Shop.Pricing;
import io.setpoint.lastgood.SavedState;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.rollout.Rollouts;
import io.setpoint.test.Acceptance;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Starts that are seldom and have to succeed all the same.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
@ExtendWith(OutputCaptureExtension.class)
class StartCornerTests {

	private static final String PREFIX = "/config/shop/";

	private final EtcdInMemory etcd;

	@TempDir
	private Path directory;

	StartCornerTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		if (!this.etcd.isRunning()) {
			this.etcd.restart();
		}
		this.etcd.deletePrefix("");
	}

	private Launch shop() {
		return Launch.of(Shop.class).etcd(this.etcd).imports("etcd:" + PREFIX).with("spring.application.name=shop");
	}

	@Test
	void settingsInTheFileOfAProfileSayWhereEtcdIsAndWhoTheInstanceIs() {
		this.etcd.put("/live/depot/pricing/discount", "15");
		this.etcd.put("/live/depot,live/left/note", "profile");
		this.etcd.put("/config/depot/left/counter", "9");
		try (Application application = Launch.of(Shop.class).file(this.directory, "application.yaml", """
				spring:
				  application.name: none
				  profiles.active: live
				  config.import: [ "etcd:", "rollout:depot" ]
				setpoint.config.startup-timeout: 10s
				""").file(this.directory, "application-live.yaml", """
				spring.application.name: depot
				setpoint:
				  etcd.endpoints: %s
				  config.root: /live
				  instance:
				    id: depot-1
				    labels.zone: north
				  fleet.root: /live-fleet
				""".formatted(this.etcd.endpoint().replace("http://", ""))).run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
			assertThat(application.get(Left.class)).isEqualTo(new Left(0, "profile"));
			Acceptance.of(this.etcd, application.context()).put("/live/depot,live/left/note", "changed");
			assertThat(application.get(Left.class).note()).isEqualTo("changed");
			Application.await("fleet", () -> this.etcd.get("/live-fleet/depot/depot-1") != null);
			assertThat(application.bean(ImportSession.class).identity().labels()).containsEntry("zone", "north");
		}
	}

	@Test
	void keysThatCarryNoPropertyStopNeitherStartNorTransaction(CapturedOutput output) {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		List.of("", "pricing/", ".keep", "pricing/my note", "//").forEach((key) -> this.etcd.put(PREFIX + key, ""));
		try (Application application = shop().run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
			assertThat(application.refusals()).isEmpty();
			assertThat(output).containsOnlyOnce("Key '" + PREFIX + "' at revision")
				.containsOnlyOnce("Key '" + PREFIX + "pricing/' at revision")
				.containsOnlyOnce("Key '" + PREFIX + ".keep' at revision");
			long revision = this.etcd.txn((transaction) -> transaction.put(PREFIX + "left/", "")
				.put(PREFIX + "left/note", "seen")
				.put(PREFIX + "a b", ""));
			application.awaitRevision(revision);
			assertThat(application.get(Left.class).note()).isEqualTo("seen");
			assertThat(application.refusals()).isEmpty();
			String said = "Key '" + PREFIX + "left/' at revision " + revision
					+ ": it is left out because it stands for a folder and carries no property.";
			await().until(() -> output.toString().contains(said));
			assertThat(output).containsOnlyOnce(said);
		}
	}

	@Test
	void settingsInEtcdHaveNoEffectAndAreSaidOnceEach(CapturedOutput output) {
		this.etcd.put(PREFIX + "setpoint/rollout/root", "/evil");
		this.etcd.put(PREFIX + "application.yaml",
				"setpoint: {fleet: {root: /evilfleet}, snapshot: {enabled: true}, rollout: {keep-versions: 1}}");
		try (Application application = shop().imports("etcd:" + PREFIX, "rollout:shop")
			.with("setpoint.instance.id=shop-1")
			.run()) {
			Rollouts rollouts = application.bean(Rollouts.class);
			assertThat(rollouts).isNotNull();
			Application.await("fleet", () -> this.etcd.get("/fleet/shop/shop-1") != null);
			Acceptance.of(this.etcd, application.context()).put(PREFIX + "setpoint/fleet/root", "/evilfleet");
			assertThat(application.property("setpoint.rollout.root")).isNull();
			assertThat(application.property("setpoint.fleet.root")).isNull();
		}
		assertThat(this.etcd.getAll("/evil")).isEmpty();
		assertThat(output).containsOnlyOnce("Property 'setpoint.rollout.root' of key")
			.containsOnlyOnce("'setpoint.fleet.root' of key '" + PREFIX + "application.yaml'")
			.containsOnlyOnce("'setpoint.fleet.root' of key '" + PREFIX + "setpoint/fleet/root'");
	}

	@Test
	void fileOfAnotherLocationIsNamedAsSuch() {
		this.etcd.put("/config/other/pricing/discount", "15");
		shop().imports("etcd:/config/other/").snapshots(this.directory).run().close();
		this.etcd.stop();
		assertThatExceptionOfType(LocationUnavailableException.class)
			.isThrownBy(shop().snapshots(this.directory).with("setpoint.config.startup-timeout=1s")::run)
			.satisfies((ex) -> assertThat(ex.getSnapshotRefusal())
				.isEqualTo("The snapshot file '" + this.directory.resolve("shop.snapshot")
						+ "' is of other locations: it holds '/config/other/' and not '" + PREFIX + "'"));
	}

	@Test
	void fileOfAnotherClusterIsNamedAsSuchAndReplaced(CapturedOutput output) throws IOException {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		shop().snapshots(this.directory).run().close();
		SnapshotFile file = new SnapshotFile(this.directory, "shop");
		SavedState saved = file.read().orElseThrow();
		file.write(new SavedState(saved.clusterId() + 1, saved.revision(), saved.currentAt(), saved.locations()));
		this.etcd.put(PREFIX + "pricing/discount", "20");
		try (Application application = shop().snapshots(this.directory).run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(20);
		}
		assertThat(output).containsOnlyOnce("is of another etcd cluster (");
		assertThat(file.read()).map(SavedState::clusterId).contains(saved.clusterId());
	}

	@Test
	void pipeInPlaceOfTheFileStopsNoStart(CapturedOutput output) throws Exception {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		Path file = this.directory.resolve("shop.snapshot");
		assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
		try (Application application = shop().snapshots(this.directory).run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
		}
		assertThat(output).contains("The snapshot file '" + file + "' is refused: it is no regular file");
		assertThat(Files.isRegularFile(file)).isTrue();
	}

}
