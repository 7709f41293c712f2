package io.setpoint.cloud;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.Refusal;
import io.setpoint.acceptance.TestLocation;
import io.setpoint.lastgood.SavedState;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.cloud.context.encrypt.EncryptorFactory;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.FileSystemResource;
import org.springframework.security.crypto.encrypt.KeyStoreKeyFactory;
import org.springframework.security.crypto.encrypt.RsaSecretEncryptor;
import org.springframework.security.crypto.encrypt.TextEncryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

/**
 * Tests of values that are encrypted as Spring Cloud does.
 */
class CipherTests {

	private static final String KEY = "a-key";

	private final TestLocation location = TestLocation.in("/config/test/");

	@TempDir
	private Path directory;

	@Test
	void valueWhenItIsEncryptedDecryptsRotatesTurnsPlainAndIsDeleted() throws Exception {
		try (ConfigurableApplicationContext context = start("--encrypt.key=" + KEY)) {
			change(context, "vault/password", cipher("first"), "vault.yaml", "user: '" + cipher("admin") + "'");
			assertThat(state(context)).isEqualTo("Vault[password=first, user=admin] first");
			change(context, "vault/password", cipher("second"));
			assertThat(state(context)).isEqualTo("Vault[password=second, user=admin] second");
			change(context, "vault/password", "plain");
			assertThat(state(context)).isEqualTo("Vault[password=plain, user=admin] plain");
			change(context, "vault/password", cipher("third"));
			assertThat(state(context)).isEqualTo("Vault[password=third, user=admin] third");
			change(context, "vault/password", null);
			assertThat(state(context)).isEqualTo("Vault[password=none, user=admin] null");
			assertThat(context.getEnvironment().getPropertySources().contains("decrypted")).isFalse();
		}
	}

	@Test
	void valueWhenItCannotBeDecryptedIsRefusedByNameWithoutItsText() throws Exception {
		try (ConfigurableApplicationContext context = start("--encrypt.key=" + KEY)) {
			change(context, "vault/password", cipher("first"));
			String other = foreignCipher();
			change(context, "vault/password", other, "free/text", "x");
			assertThat(state(context)).isEqualTo("Vault[password=first, user=root] first");
			assertThat(context.getEnvironment().getProperty("free.text")).isNull();
			List<Refusal> refusals = context.getBean(AcceptancePipeline.class).accepted().refusals();
			assertThat(refusals).hasSize(2);
			assertThat(refusals).allSatisfy(
					(refusal) -> assertThat(refusal.reason()).contains("property 'vault.password' cannot be decrypted")
						.contains("Encrypt it with the key that this application has")
						.doesNotContain("cipher}", other.substring(10)));
			change(context, "vault/password", cipher("repaired"));
			assertThat(state(context)).isEqualTo("Vault[password=repaired, user=root] repaired");
		}
	}

	@Test
	void valueWhenThereIsNoKeyIsRefused() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			change(context, "vault/password", cipher("first"));
			assertThat(state(context)).isEqualTo("Vault[password=none, user=root] null");
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).hasSize(1);
		}
	}

	@Test
	void valueWhenDecryptionIsSwitchedOffStaysAsItIs() throws Exception {
		try (ConfigurableApplicationContext context = start("--encrypt.key=" + KEY,
				"--spring.cloud.decrypt-environment-post-processor.enabled=false")) {
			String cipher = cipher("first");
			change(context, "vault/password", cipher);
			assertThat(context.getBean(Vault.class).password()).isEqualTo(cipher);
		}
	}

	@Test
	void valueWhenTheKeyIsInTheFileOfAProfileDecryptsAtStart() throws Exception {
		Files.writeString(this.directory.resolve("application-vault.yaml"), "encrypt.key: " + KEY);
		KeyValue saved = new KeyValue("/config/test/vault/password", cipher("first").getBytes(StandardCharsets.UTF_8),
				1, 1);
		new SnapshotFile(this.directory, "application")
			.write(new SavedState(7, 1, Instant.now(), Map.of("/config/test/", List.of(saved))));
		try (ConfigurableApplicationContext context = start("--spring.profiles.active=vault",
				"--spring.config.additional-location=" + this.directory + "/")) {
			assertThat(state(context)).isEqualTo("Vault[password=first, user=root] first");
			assertThat(context.getEnvironment().getPropertySources().contains("decrypted")).isFalse();
		}
	}

	@Test
	void valueWhenTheKeyIsInAKeyStoreDecrypts() throws Exception {
		Path store = this.directory.resolve("keys.jks");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "config", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=test",
				"-storetype", "PKCS12", "-storepass", "letmein", "-keystore", store.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		String cipher = "{cipher}" + new RsaSecretEncryptor(
				new KeyStoreKeyFactory(new FileSystemResource(store), "letmein".toCharArray()).getKeyPair("config"))
			.encrypt("first");
		try (ConfigurableApplicationContext context = start("--encrypt.key-store.location=" + store.toUri(),
				"--encrypt.key-store.password=letmein", "--encrypt.key-store.alias=config")) {
			change(context, "vault/password", cipher);
			assertThat(state(context)).isEqualTo("Vault[password=first, user=root] first");
		}
	}

	@Test
	void valueWhenAFileHasItEncryptedAsWellWinsOverTheFile() throws Exception {
		Files.writeString(this.directory.resolve("application.yaml"),
				"vault.password: '" + cipher("of the file") + "'");
		try (ConfigurableApplicationContext context = start("--encrypt.key=" + KEY,
				"--spring.config.location=" + this.directory + "/")) {
			assertThat(state(context)).isEqualTo("Vault[password=of the file, user=root] of the file");
			change(context, "vault/password", "etcd");
			assertThat(state(context)).isEqualTo("Vault[password=etcd, user=root] etcd");
			context.getBean(ContextRefresher.class).refreshEnvironment();
			assertThat(state(context)).isEqualTo("Vault[password=etcd, user=root] etcd");
			change(context, "vault/password", null);
			assertThat(state(context)).isEqualTo("Vault[password=of the file, user=root] of the file");
		}
	}

	@Test
	void lastGoodStateKeepsTheCipherAndStartsWithThePlainText() throws Exception {
		String cipher = cipher("kept-secret");
		SnapshotFile file = new SnapshotFile(this.directory, "application");
		KeyValue saved = new KeyValue("/config/test/vault/password", cipher.getBytes(StandardCharsets.UTF_8), 1, 1);
		file.write(new SavedState(7, 1, Instant.now(), Map.of("/config/test/", List.of(saved))));
		String user = cipher("admin");
		try (ConfigurableApplicationContext context = start("--encrypt.key=" + KEY)) {
			assertThat(state(context)).isEqualTo("Vault[password=kept-secret, user=root] kept-secret");
			assertThat(context.getEnvironment().getPropertySources().contains("decrypted")).isFalse();
			change(context, "vault/user", user);
			assertThat(state(context)).isEqualTo("Vault[password=kept-secret, user=admin] kept-secret");
		}
		assertThat(file.read().orElseThrow().locations().get("/config/test/"))
			.extracting((entry) -> new String(entry.value(), StandardCharsets.UTF_8))
			.containsExactlyInAnyOrder(cipher, user);
	}

	private static String cipher(String text) {
		return "{cipher}" + new EncryptorFactory().create(KEY).encrypt(text);
	}

	/**
	 * Encrypt with another key. By chance one in 256 of such texts can be decrypted all
	 * the same, to something else.
	 * @return a text that cannot be
	 */
	private static String foreignCipher() {
		TextEncryptor ours = new EncryptorFactory().create(KEY);
		TextEncryptor others = new EncryptorFactory().create("another-key");
		return "{cipher}" + Stream.generate(() -> others.encrypt("s3cret"))
			.filter((text) -> catchException(() -> ours.decrypt(text)) != null)
			.findFirst()
			.orElseThrow();
	}

	private void change(ConfigurableApplicationContext context, String... keysAndValues) throws Exception {
		this.location.change(context, keysAndValues);
	}

	private static String state(ConfigurableApplicationContext context) {
		return context.getBean(Vault.class) + " " + context.getEnvironment().getProperty("vault.password");
	}

	private ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(Stream.concat(
					Stream.of("--spring.config.import=optional:etcd:/config/test/",
							"--setpoint.etcd.endpoints=http://127.0.0.1:1",
							"--setpoint.snapshot.directory=" + this.directory, "--spring.main.banner-mode=off"),
					Stream.of(arguments))
				.toArray(String[]::new));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Vault.class)
	static class Application {

	}

	@ConfigurationProperties("vault")
	record Vault(@DefaultValue("none") String password, @DefaultValue("root") String user) {
	}

}
