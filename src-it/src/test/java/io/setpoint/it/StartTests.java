package io.setpoint.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.setpoint.ConfigurationRejectedEvent;
import io.setpoint.acceptance.InvalidConfigurationException;
import io.setpoint.acceptance.Refusal;
import io.setpoint.configdata.LocationUnavailableException;
import io.setpoint.configdata.UnreadableLocationException;
import io.setpoint.it.Shop.Left;
import io.setpoint.it.Shop.Pricing;
import io.setpoint.it.Shop.Right;
import io.setpoint.lastgood.SavedState;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.TlsFailedException;
import io.setpoint.test.Acceptance;
import io.setpoint.test.CertificateAuthority;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How applications start, with and without etcd and a last good state.
 */
@EtcdTest
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	private static final String PREFIX = "/config/shop/";

	private final EtcdServer etcd;

	@TempDir
	private Path directory;

	StartTests(EtcdServer etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		if (!this.etcd.isRunning()) {
			this.etcd.restart();
		}
		this.etcd.relay().pass();
		this.etcd.deletePrefix("");
	}

	private Launch shop() {
		return Launch.of(Shop.class)
			.etcd(this.etcd)
			.imports("etcd:" + PREFIX)
			.snapshots(this.directory)
			.with("spring.application.name=shop");
	}

	private Launch shopInHaste() {
		return shop().with("setpoint.config.startup-timeout=1s");
	}

	private Path file() {
		return this.directory.resolve("shop.snapshot");
	}

	private SavedState saved() {
		return new SnapshotFile(this.directory, "shop").read().orElseThrow();
	}

	private String savedValue(String key) {
		return saved().locations()
			.get(PREFIX)
			.stream()
			.filter((entry) -> entry.key().equals(PREFIX + key))
			.map((entry) -> new String(entry.value(), StandardCharsets.UTF_8))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Run an application and leave the last good state of it.
	 */
	private void leaveLastGoodState() {
		this.etcd.txn((transaction) -> transaction.put(PREFIX + "pricing/discount", "15")
			.put(PREFIX + "left/counter", "1")
			.put(PREFIX + "right/counter", "1"));
		shop().run().close();
	}

	@Test
	void startWithoutEtcdAndFileFailsInTime() {
		this.etcd.kill();
		Instant before = Instant.now();
		assertThatExceptionOfType(LocationUnavailableException.class).isThrownBy(shopInHaste()::run).satisfies((ex) -> {
			assertThat(ex.getLocation()).isEqualTo("etcd:" + PREFIX);
			assertThat(ex.getFailure()).isInstanceOf(StoreUnreachableException.class);
		});
		assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofMillis(700), Duration.ofSeconds(8));
	}

	@Test
	void startOnFrozenEtcdWithoutFileFailsInTime() {
		this.etcd.freeze();
		Instant before = Instant.now();
		try {
			assertThatExceptionOfType(LocationUnavailableException.class).isThrownBy(shopInHaste()::run);
		}
		finally {
			this.etcd.thaw();
		}
		assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofMillis(700), Duration.ofSeconds(10));
	}

	@Test
	void startWaitsForEtcdThatComesUpInTime() {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		this.etcd.kill();
		CompletableFuture<Void> restart = CompletableFuture.runAsync(this.etcd::restart,
				CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
		try (Application application = shop().with("setpoint.config.startup-timeout=30s").run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
		}
		restart.join();
	}

	@Test
	void optionalLocationStartsEmptyWithoutEtcdAndFillsLater() {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		this.etcd.kill();
		try (Application application = shop().imports("optional:etcd:" + PREFIX).run()) {
			assertThat(application.get(Pricing.class).discount()).isZero();
			assertThat(application.isAll(State.OFFLINE)).isTrue();
			this.etcd.restart();
			application.awaitAll(State.LIVE);
			Application.await("value", () -> application.get(Pricing.class).discount() == 15);
		}
	}

	@Test
	void lastGoodStateIsWrittenAfterStartAndAfterChangesForItsOwnerOnly() throws IOException {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		try (Application application = shop().run()) {
			Application.await("file", () -> Files.exists(file()));
			assertThat(savedValue("pricing/discount")).isEqualTo("15");
			long revision = Acceptance.of(this.etcd, application.context()).put(PREFIX + "pricing/discount", "20");
			Application.await("change", () -> "20".equals(savedValue("pricing/discount")));
			assertThat(saved().revision()).isGreaterThanOrEqualTo(revision);
			assertThat(saved().clusterId()).isNotZero();
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
		assertThat(this.directory).isDirectoryNotContaining("glob:**.tmp");
	}

	@Test
	void changeJustBeforeTheEndIsWritten() {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		try (Application application = shop().run()) {
			Acceptance.of(this.etcd, application.context()).put(PREFIX + "pricing/discount", "20");
		}
		assertThat(savedValue("pricing/discount")).isEqualTo("20");
	}

	@Test
	void refusedValueIsNotWritten() {
		leaveLastGoodState();
		try (Application application = shop().run()) {
			Acceptance.of(this.etcd, application.context()).put(PREFIX + "pricing/discount", "91");
			Acceptance.of(this.etcd, application.context()).put(PREFIX + "left/counter", "2");
		}
		assertThat(savedValue("pricing/discount")).isEqualTo("15");
		assertThat(savedValue("left/counter")).isEqualTo("2");
	}

	@Test
	void nothingIsWrittenWhenSwitchedOff() {
		this.etcd.put(PREFIX + "pricing/discount", "15");
		shop().with("setpoint.snapshot.enabled=false").run().close();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void startWithoutEtcdIsStaleFromFileAndLiveWithMissedChangesWhenEtcdIsBack(CapturedOutput output) {
		leaveLastGoodState();
		this.etcd.put(PREFIX + "pricing/discount", "30");
		this.etcd.delete(PREFIX + "left/counter");
		this.etcd.kill();
		try (Application application = shopInHaste().run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
			assertThat(application.get(Left.class).counter()).isEqualTo(1);
			assertThat(application.isAll(State.STALE)).isTrue();
			assertThat(output).contains("etcd is out of reach: etcd:" + PREFIX + " starts from the last good state of");
			assertThat(application.bean(Pricing.class).discount()).isEqualTo(15);
			this.etcd.restart();
			application.awaitAll(State.LIVE);
			Application.await("change", () -> application.get(Pricing.class).discount() == 30);
			assertThat(application.get(Left.class).counter()).isZero();
			assertThat(application.property("left.counter")).isNull();
		}
		assertThat(savedValue("pricing/discount")).isEqualTo("30");
		assertThat(savedValue("left/counter")).isNull();
	}

	@Test
	void startFromFileIsStaleSinceTheFileWasKnownToBeCurrent() {
		leaveLastGoodState();
		Instant currentAt = saved().currentAt();
		this.etcd.kill();
		try (Application application = shopInHaste().run()) {
			MirrorStatus status = application.statuses().get(PREFIX);
			assertThat(status.state()).isEqualTo(State.STALE);
			assertThat(status.since()).isEqualTo(currentAt);
		}
	}

	@Test
	void stopWithEtcdInReachSaysThatTheFileIsCurrent() {
		Instant before;
		try (Application application = shop().run()) {
			Application.await("file", () -> Files.exists(file()));
			before = saved().currentAt();
			Application.await("a later moment", () -> Instant.now().isAfter(before.plusMillis(1)));
			application.awaitAll(State.LIVE);
		}
		assertThat(saved().currentAt()).isAfter(before);
	}

	@Test
	void fileThatIsWrittenWithoutEtcdIsNoYounger() {
		leaveLastGoodState();
		Instant currentAt = saved().currentAt();
		this.etcd.kill();
		FileTime written = lastModified();
		try (Application application = shopInHaste().run()) {
			application.context()
				.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("other", Map.of("pricing.discount", "33")));
			application.context().publishEvent(new EnvironmentChangeEvent(Set.of("pricing.discount")));
			Application.await("change", () -> application.get(Pricing.class).discount() == 33);
		}
		assertThat(lastModified()).isGreaterThan(written);
		assertThat(saved().currentAt()).isEqualTo(currentAt);
	}

	private FileTime lastModified() {
		try {
			return Files.getLastModifiedTime(file());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void startFromFileDoesNotMakeItYounger() {
		leaveLastGoodState();
		Instant currentAt = saved().currentAt();
		this.etcd.kill();
		shopInHaste().run().close();
		assertThat(saved().currentAt()).isEqualTo(currentAt);
	}

	@Test
	void alteredFileIsRefused(CapturedOutput output) throws IOException {
		leaveLastGoodState();
		byte[] bytes = Files.readAllBytes(file());
		bytes[bytes.length - 20] ^= 1;
		Files.write(file(), bytes);
		assertFileIsRefused(output, "it is torn or was altered");
	}

	@Test
	void tornFileIsRefused(CapturedOutput output) throws IOException {
		leaveLastGoodState();
		byte[] bytes = Files.readAllBytes(file());
		Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));
		assertFileIsRefused(output, "it is torn");
	}

	@Test
	void fileOfAnotherApplicationIsRefused(CapturedOutput output) throws IOException {
		shop().with("spring.application.name=other").run().close();
		Files.move(this.directory.resolve("other.snapshot"), file());
		assertFileIsRefused(output, "it belongs to the application 'other'");
	}

	private void assertFileIsRefused(CapturedOutput output, String reason) {
		this.etcd.kill();
		String message = "The snapshot file '" + file() + "' is refused: " + reason;
		assertThatExceptionOfType(LocationUnavailableException.class).isThrownBy(shopInHaste()::run)
			.withMessageContaining(message);
		assertThat(output).contains(message);
		this.etcd.restart();
		shop().run().close();
		assertThat(saved()).isNotNull();
	}

	@Test
	void fileDoesNotStandInForLocationThatItDoesNotHold() {
		leaveLastGoodState();
		this.etcd.kill();
		assertThatExceptionOfType(LocationUnavailableException.class)
			.isThrownBy(shopInHaste().imports("etcd:" + PREFIX, "etcd:/config/more/")::run)
			.satisfies((ex) -> assertThat(ex.getLocation()).isEqualTo("etcd:/config/more/"));
	}

	@Test
	void invalidValueAtStartKeepsLastGoodStateOfItsTypeAndWhatSharesItsRevision(CapturedOutput output) {
		leaveLastGoodState();
		long bad = this.etcd.txn((transaction) -> transaction.put(PREFIX + "pricing/discount", "4711")
			.put(PREFIX + "left/counter", "2"));
		this.etcd.put(PREFIX + "right/counter", "3");
		try (Application application = shop().run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
			assertThat(application.get(Left.class).counter()).isEqualTo(1);
			assertThat(application.get(Right.class).counter()).isEqualTo(3);
			assertThat(application.property("pricing.discount")).isEqualTo("15");
			assertThat(application.refusals()).extracting(Refusal::key)
				.containsExactlyInAnyOrder(PREFIX + "pricing/discount", PREFIX + "left/counter");
			assertThat(application.refusals()).allSatisfy((refusal) -> {
				assertThat(refusal.revision()).isEqualTo(bad);
				assertThat(refusal.reason()).contains("pricing.discount", "revision " + bad, "less than or equal to 90")
					.doesNotContain("4711");
			});
			assertThat(output).contains("Refused revision");
			Application.await("event", () -> application.events(ConfigurationRejectedEvent.class).size() == 1);
			Acceptance.of(this.etcd, application.context()).put(PREFIX + "pricing/discount", "50");
			assertThat(application.get(Pricing.class).discount()).isEqualTo(50);
			assertThat(application.get(Left.class).counter()).isEqualTo(2);
			assertThat(application.refusals()).isEmpty();
		}
	}

	@Test
	void deleteThatWasMissedIsTakenOverAtTheLatestWithTheRepair() {
		leaveLastGoodState();
		this.etcd.put(PREFIX + "left/note", "x");
		this.etcd.delete(PREFIX + "left/counter");
		this.etcd.put(PREFIX + "left/counter", "-1");
		try (Application application = shop().run()) {
			assertThat(application.get(Left.class)).isEqualTo(new Left(1, "x"));
			Acceptance.of(this.etcd, application.context()).delete(PREFIX + "left/counter");
			assertThat(application.get(Left.class)).isEqualTo(new Left(0, "x"));
		}
	}

	@Test
	void refusalsAtStartThatHaveNothingToDoWithEachOtherAreRepairedOneByOne() {
		leaveLastGoodState();
		this.etcd.put(PREFIX + "pricing/discount", "91");
		this.etcd.put(PREFIX + "left/counter", "-1");
		try (Application application = shop().run()) {
			Acceptance.of(this.etcd, application.context()).put(PREFIX + "pricing/discount", "50");
			assertThat(application.get(Pricing.class).discount()).isEqualTo(50);
			assertThat(application.refusedKeys()).containsExactly(PREFIX + "left/counter");
		}
	}

	@Test
	void documentThatDoesNotParseAtStartKeepsItsLastGoodContent() {
		this.etcd.put(PREFIX + "pricing.yaml", "discount: 15");
		shop().run().close();
		this.etcd.put(PREFIX + "pricing.yaml", "discount: [");
		this.etcd.put(PREFIX + "left/counter", "5");
		try (Application application = shop().run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
			assertThat(application.get(Left.class).counter()).isEqualTo(5);
			assertThat(application.refusedKeys()).containsExactly(PREFIX + "pricing.yaml");
			Acceptance.of(this.etcd, application.context()).put(PREFIX + "pricing.yaml", "discount: 20");
			assertThat(application.get(Pricing.class).discount()).isEqualTo(20);
			assertThat(application.refusals()).isEmpty();
		}
	}

	@Test
	void newDocumentThatDoesNotParseIsPendingAfterRestartAsItWasBefore() {
		leaveLastGoodState();
		this.etcd.put(PREFIX + "text.yaml", "body: [");
		try (Application application = shop().run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(15);
			assertThat(application.refusedKeys()).containsExactly(PREFIX + "text.yaml");
		}
	}

	@Test
	void applicationThatRunsWithRefusalsStartsAgainWithTheSameValuesAndRefusals() {
		leaveLastGoodState();
		try (Application application = shop().run()) {
			Acceptance acceptance = Acceptance.of(this.etcd, application.context());
			acceptance.txn((transaction) -> transaction.put(PREFIX + "pricing/discount", "91")
				.put(PREFIX + "left/counter", "2"));
			acceptance.txn(
					(transaction) -> transaction.put(PREFIX + "left/note", "waits").put(PREFIX + "right/counter", "4"));
			acceptance.put(PREFIX + "text/body", "new");
		}
		try (Application application = shop().run()) {
			assertThat(application.get(Left.class)).isEqualTo(new Left(1, "none"));
			assertThat(application.get(Right.class).counter()).isEqualTo(1);
			assertThat(application.get(Shop.Text.class).body()).isEqualTo("new");
			assertThat(application.refusedKeys()).containsExactly(PREFIX + "left/counter", PREFIX + "left/note",
					PREFIX + "pricing/discount", PREFIX + "right/counter");
		}
	}

	@Test
	void invalidValuesAtStartWithoutFileFailWithAllProblemsAndNoValue() {
		this.etcd.put(PREFIX + "pricing/discount", "9876");
		this.etcd.put(PREFIX + "left/counter", "geheim");
		assertThatExceptionOfType(Exception.class).isThrownBy(shop()::run)
			.havingRootCause()
			.asInstanceOf(InstanceOfAssertFactories.type(InvalidConfigurationException.class))
			.satisfies((ex) -> assertThat(ex).hasMessageContaining("pricing.discount")
				.hasMessageContaining(PREFIX + "pricing/discount")
				.hasMessageContaining("left.counter")
				.hasMessageNotContainingAny("9876", "geheim"));
	}

	@Test
	void documentsThatDoNotParseAtStartWithoutFileFailWithAllProblems() {
		this.etcd.put(PREFIX + "pricing.yaml", "discount: [geheim");
		this.etcd.put(PREFIX + "left.json", "{geheim");
		assertThatExceptionOfType(UnreadableLocationException.class).isThrownBy(shop()::run).satisfies((ex) -> {
			assertThat(ex.getProblems()).hasSize(2);
			assertThat(ex).hasMessageContaining("pricing.yaml")
				.hasMessageContaining("left.json")
				.hasMessageContaining("line 1")
				.hasMessageNotContaining("geheim");
		});
	}

	@Test
	void ignoredPropertiesAreWarnedOfAtStart(CapturedOutput output) {
		this.etcd.put(PREFIX + "application.yaml", "spring.profiles.active: prod\npricing.discount: 5");
		this.etcd.put(PREFIX + "spring/config/import", "file:/etc/passwd");
		try (Application application = shop().run()) {
			assertThat(application.get(Pricing.class).discount()).isEqualTo(5);
			assertThat(application.property("spring.profiles.active")).isNull();
			assertThat(application.context().getEnvironment().getActiveProfiles()).isEmpty();
		}
		assertThat(output).contains("Property 'spring.profiles.active' of key '" + PREFIX + "application.yaml'",
				"Property 'spring.config.import' of key '" + PREFIX + "spring/config/import'");
	}

	@Test
	void wrongPasswordFailsAtOnceAndSaysSo() {
		try (EtcdServer secured = EtcdServer.builder().rootPassword("right").user("reader", "correct").start()) {
			Instant before = Instant.now();
			assertThatExceptionOfType(LocationUnavailableException.class)
				.isThrownBy(shop().etcd(secured)
					.with("setpoint.etcd.user=reader", "setpoint.etcd.password=falsch",
							"setpoint.config.startup-timeout=60s")::run)
				.satisfies((ex) -> {
					assertThat(ex.getFailure()).isInstanceOf(AuthenticationFailedException.class);
					assertThat(ex).hasMessageNotContaining("falsch");
				});
			assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
		}
	}

	@Test
	void untrustedCertificateFailsAtOnceAndSaysSo() {
		try (EtcdServer secured = EtcdServer.builder().tls(CertificateAuthority.create()).start()) {
			Instant before = Instant.now();
			assertThatExceptionOfType(LocationUnavailableException.class)
				.isThrownBy(shop().etcd(secured).with("setpoint.config.startup-timeout=60s")::run)
				.satisfies((ex) -> assertThat(ex.getFailure()).isInstanceOf(TlsFailedException.class));
			assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
		}
	}

	@Test
	void allLocationsTogetherWaitNoLongerThanTheTimeout() {
		this.etcd.kill();
		Instant before = Instant.now();
		List<String> locations = List.of("optional:etcd:/a/", "optional:etcd:/b/", "etcd:/c/");
		assertThatExceptionOfType(LocationUnavailableException.class)
			.isThrownBy(shopInHaste().imports(locations.toArray(String[]::new))::run);
		assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
	}

}
