package io.setpoint.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.setpoint.Live;
import io.setpoint.Snapshot;
import io.setpoint.configdata.MalformedLocationException;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.it.Shop.Left;
import io.setpoint.it.Shop.Pricing;
import io.setpoint.it.Shop.Right;
import io.setpoint.it.Shop.Text;
import io.setpoint.test.Acceptance;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What locations import, in which order, and how whole a change is seen.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
@ExtendWith(OutputCaptureExtension.class)
class ImportTests {

	private final EtcdInMemory etcd;

	@TempDir
	private Path directory;

	ImportTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		this.etcd.deletePrefix("");
	}

	private Launch shop(String... imports) {
		return Launch.of(Shop.class).etcd(this.etcd).imports(imports).with("spring.application.name=shop");
	}

	@Test
	void importWhenFollowedByAnotherIsWeaker() {
		this.etcd.put("/a/text/body", "a");
		this.etcd.put("/b/text/body", "b");
		try (Application application = shop("etcd:/a/", "etcd:/b/").run()) {
			assertThat(application.get(Text.class).body()).isEqualTo("b");
		}
		try (Application application = shop("etcd:/b/", "etcd:/a/").run()) {
			assertThat(application.get(Text.class).body()).isEqualTo("a");
		}
	}

	@Test
	void importWhenFollowedByFileIsWeakerThanTheFile() {
		this.etcd.put("/a/text/body", "etcd");
		this.etcd.put("/a/left/note", "etcd");
		Path file = this.directory.resolve("later.yaml");
		try (Application application = shop("etcd:/a/", "file:" + file)
			.file(this.directory, "later.yaml", "text.body: file")
			.run()) {
			assertThat(application.get(Text.class).body()).isEqualTo("file");
			assertThat(application.get(Left.class).note()).isEqualTo("etcd");
		}
	}

	@Test
	void importWhenDeclaredByFileWinsOverTheFileAndLosesToTheCommandLine() {
		this.etcd.put("/a/text/body", "etcd");
		this.etcd.put("/a/left/note", "etcd");
		try (Application application = Launch.of(Shop.class)
			.etcd(this.etcd)
			.file(this.directory, "application.yaml", """
					spring.config.import: "etcd:/a/"
					text.body: file
					""")
			.with("left.note=command line")
			.run()) {
			assertThat(application.get(Text.class).body()).isEqualTo("etcd");
			assertThat(application.get(Left.class).note()).isEqualTo("command line");
		}
	}

	@Test
	void importWhenConventionalTakesChainWeakestFirst() {
		this.etcd.put("/config/application/text/body", "application");
		this.etcd.put("/config/application/left/note", "application");
		this.etcd.put("/config/application,prod/left/note", "application,prod");
		this.etcd.put("/config/application,prod/right/note", "application,prod");
		this.etcd.put("/config/shop/text/body", "shop");
		this.etcd.put("/config/shop/left/note", "shop");
		this.etcd.put("/config/shop,prod/right/note", "shop,prod");
		try (Application application = shop("etcd:").profiles("prod").run()) {
			assertThat(application.get(Text.class).body()).isEqualTo("shop");
			assertThat(application.get(Left.class).note()).isEqualTo("application,prod");
			assertThat(application.get(Right.class).note()).isEqualTo("shop,prod");
		}
	}

	@Test
	void importWhenProfileFileSaysWhereEtcdIsGoesThere() {
		this.etcd.put("/a/text/body", "etcd");
		try (Application application = Launch.of(Shop.class)
			.imports("etcd:/a/")
			.profiles("prod")
			.file(this.directory, "application-prod.yaml", "setpoint.etcd.endpoints: " + this.etcd.endpoint())
			.run()) {
			assertThat(application.get(Text.class).body()).isEqualTo("etcd");
		}
	}

	@Test
	void importWhenPrefixLacksSlashTakesNoSibling() {
		this.etcd.put("/a/text/body", "a");
		this.etcd.put("/a-other/left/note", "other");
		try (Application application = shop("etcd:/a").run()) {
			assertThat(application.get(Text.class).body()).isEqualTo("a");
			assertThat(application.get(Left.class).note()).isEqualTo("none");
		}
	}

	@Test
	void importWhenEmptyAtStartFillsInItsPlace() {
		this.etcd.put("/weak/text/body", "weak");
		try (Application application = shop("etcd:/weak/", "etcd:/strong/").run()) {
			Acceptance acceptance = Acceptance.of(this.etcd, application.context());
			acceptance.put("/strong/text/body", "strong");
			assertThat(application.get(Text.class).body()).isEqualTo("strong");
			acceptance.put("/weak/text/body", "still weaker");
			assertThat(application.get(Text.class).body()).isEqualTo("strong");
			acceptance.delete("/strong/text/body");
			assertThat(application.get(Text.class).body()).isEqualTo("still weaker");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "etcd:config/shop", "etcd:/config//shop/", "etcd://127.0.0.1:2379/config/",
			"etcd:/config/shop?x=y" })
	void importWhenMalformedIsRefused(String location) {
		assertThatExceptionOfType(MalformedLocationException.class).isThrownBy(() -> shop(location).run());
	}

	@Test
	void originsAreVisibleInTheEnvironment() {
		long revision = this.etcd.put("/a/text.yaml", "body: x");
		try (Application application = shop("etcd:/a/").run()) {
			LocationPropertySource source = LocationPropertySource.in(application.context().getEnvironment()).get(0);
			assertThat(source.getName()).isEqualTo("etcd:/a/");
			assertThat(String.valueOf(source.getOrigin("text.body"))).contains("/a/text.yaml", "revision " + revision);
		}
	}

	@Test
	void remoteProfilesAndImportsAreIgnoredWithAWarning(CapturedOutput output) {
		this.etcd.put("/a/application.yaml",
				"spring.profiles.active: evil\nspring.config.import: file:x.yaml\ntext.body: x");
		try (Application application = shop("etcd:/a/").run()) {
			assertThat(application.get(Text.class).body()).isEqualTo("x");
			assertThat(application.context().getEnvironment().getActiveProfiles()).isEmpty();
			assertThat(output).contains("spring.profiles.active").contains("/a/application.yaml");
		}
	}

	@Test
	void transactionWhenItSpansTypesAndLocationsIsNeverSeenInPart() throws Exception {
		try (Application application = shop("etcd:/a/", "etcd:/b/").run()) {
			Acceptance acceptance = Acceptance.of(this.etcd, application.context());
			AtomicBoolean stop = new AtomicBoolean();
			AtomicReference<String> torn = new AtomicReference<>("");
			Thread reader = new Thread(() -> watchForTornReads(application, stop, torn), "reader");
			reader.start();
			long last = 0;
			for (int i = 1; i <= 200; i++) {
				String counter = String.valueOf(i);
				last = this.etcd.txn((txn) -> txn.put("/a/left/counter", counter).put("/b/right/counter", counter));
			}
			acceptance.await(last);
			stop.set(true);
			reader.join();
			assertThat(torn).hasValue("");
			assertThat(application.get(Left.class).counter()).isEqualTo(200);
			assertThat(application.get(Right.class).counter()).isEqualTo(200);
		}
	}

	private static void watchForTornReads(Application application, AtomicBoolean stop, AtomicReference<String> torn) {
		Live<Left> left = application.live(Left.class);
		Live<Right> right = application.live(Right.class);
		while (!stop.get()) {
			int first = left.get().counter();
			int second = right.get().counter();
			Snapshot now = application.snapshot();
			int together = now.get(Left.class).counter() - now.get(Right.class).counter();
			if (second < first || together != 0) {
				torn.set(first + " before " + second + ", apart by " + together);
			}
			Thread.onSpinWait();
		}
	}

	@Test
	void burstWhenTenThousandPutsEndsAsEtcdDoes() throws Exception {
		try (Application application = shop("etcd:/a/").run()) {
			Acceptance acceptance = Acceptance.of(this.etcd, application.context()).within(Duration.ofSeconds(60));
			putInFlight("/a/left/counter", 10_000);
			acceptance.await(this.etcd.revision());
			assertThat(String.valueOf(application.get(Left.class).counter()))
				.isEqualTo(this.etcd.get("/a/left/counter"));
		}
	}

	private void putInFlight(String key, int count) throws InterruptedException {
		Semaphore inFlight = new Semaphore(64);
		ByteSequence name = ByteSequence.from(key, StandardCharsets.UTF_8);
		try (Client client = Client.builder().endpoints(this.etcd.endpoint()).build()) {
			for (int i = 0; i < count; i++) {
				inFlight.acquire();
				ByteSequence value = ByteSequence.from(String.valueOf(i), StandardCharsets.UTF_8);
				client.getKVClient().put(name, value).whenComplete((response, failure) -> inFlight.release());
			}
			inFlight.acquire(64);
		}
	}

	@Test
	void secretsAreInNoLogEventOrRefusal(CapturedOutput output) {
		String secret = "s3cr3t-4711";
		this.etcd.put("/a/text/body", secret);
		try (Application application = shop("etcd:/a/").with("logging.level.io.setpoint=trace").run()) {
			Acceptance acceptance = Acceptance.of(this.etcd, application.context());
			application.live(Text.class).onChange((before, after) -> {
				throw new IllegalStateException(after.body());
			});
			acceptance.put("/a/text/body", secret + "-changed");
			acceptance.put("/a/pricing/discount", secret);
			acceptance.put("/a/pricing.yaml", "currency: [" + secret);
			acceptance.put("/a/left/counter", secret);
			application.awaitFollowed();
			assertThat(application.get(Pricing.class).discount()).isZero();
			assertThat(application.refusals()).hasSize(3);
			assertThat(application.refusals().toString()).doesNotContain(secret);
			assertThat(application.events(ApplicationEvent.class).toString()).doesNotContain(secret);
			assertThat(output).doesNotContain(secret).contains("Refused revision");
		}
	}

}
