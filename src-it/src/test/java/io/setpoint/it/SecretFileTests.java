package io.setpoint.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import jakarta.validation.constraints.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Plants a secret in what is refused, and looks for it in all files that an application
 * leaves: its log, with everything logged, and its last good state.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class SecretFileTests {

	private static final String SECRET = "hunter2korrekt4711pferd";

	private static final String GOOD = "visible-and-good";

	private static final Map<String, String> REFUSED = refused();

	private static final List<String> LOGGERS = List.of("io.setpoint", "org.springframework", "org.hibernate",
			"io.etcd", "org.yaml");

	private final EtcdInMemory etcd;

	@TempDir
	private Path folder;

	SecretFileTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	private static Map<String, String> refused() {
		Map<String, String> refused = new LinkedHashMap<>();
		refused.put("vault/number", SECRET);
		refused.put("vault/numbers", "1," + SECRET);
		refused.put("vault/matched", SECRET);
		refused.put("vault/telling", SECRET);
		refused.put("vault.yaml", "number: [" + SECRET);
		refused.put("vault.json", "{\"number\": 1} \"" + SECRET + "\"");
		refused.put("vault.properties", "number=\\u" + SECRET);
		return refused;
	}

	@BeforeEach
	void begin() {
		this.etcd.deletePrefix("");
		this.etcd.put("/config/shop/vault/note", GOOD);
	}

	@AfterEach
	void logAsBefore() {
		LoggingSystem system = LoggingSystem.get(getClass().getClassLoader());
		LOGGERS.forEach((name) -> system.setLogLevel(name, null));
		system.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@Test
	void whatIsRefusedIsInNoFile() throws IOException {
		try (Application application = launch().run()) {
			application.awaitAll(State.LIVE);
			REFUSED.forEach((key, value) -> {
				this.etcd.put("/config/shop/" + key, value);
				Application.await(key, () -> application.refusedKeys().contains("/config/shop/" + key));
				this.etcd.delete("/config/shop/" + key);
				Application.await(key, () -> application.refusedKeys().isEmpty());
			});
			application.awaitFollowed();
		}
		assertThat(text(logs())).contains("Refused revision").contains("vault/telling");
		assertThat(text(this.folder.resolve("last-good"))).contains(GOOD);
		assertThat(text(this.folder)).doesNotContain(traces());
	}

	@Test
	void whatIsWrongAtStartIsInNoFile() throws IOException {
		for (Map.Entry<String, String> refused : REFUSED.entrySet()) {
			this.etcd.put("/config/shop/" + refused.getKey(), refused.getValue());
			assertThatException().as(refused.getKey()).isThrownBy(() -> launch().run());
			this.etcd.delete("/config/shop/" + refused.getKey());
		}
		assertThat(text(logs())).contains("APPLICATION FAILED TO START");
		assertThat(text(this.folder)).doesNotContain(traces());
	}

	@Test
	void whatIsWrongBesideALastGoodStateIsInNoFile() throws IOException {
		launch().run().close();
		startBeside(REFUSED);
		REFUSED.keySet().forEach((key) -> this.etcd.delete("/config/shop/" + key));
		startBeside(Map.of("vault/telling", SECRET));
		assertThat(text(this.folder.resolve("last-good"))).contains(GOOD);
		assertThat(text(this.folder)).doesNotContain(traces());
	}

	private void startBeside(Map<String, String> refused) {
		refused.forEach((key, value) -> this.etcd.put("/config/shop/" + key, value));
		try (Application application = launch().run()) {
			application.awaitAll(State.LIVE);
			assertThat(application.refusedKeys()).hasSameSizeAs(refused.keySet());
			application.awaitFollowed();
		}
	}

	private Launch launch() {
		Launch launch = Launch.of(Vaulted.class)
			.etcd(this.etcd)
			.imports("etcd:/config/shop/")
			.with("spring.application.name=shop", "logging.file.name=" + logs().resolve("shop.log"),
					"logging.logback.rollingpolicy.file-name-pattern=" + logs().resolve("shop.%d{yyyy-MM-dd}.%i.log"))
			.snapshots(this.folder.resolve("last-good"));
		LOGGERS.forEach((name) -> launch.with("logging.level." + name + "=TRACE"));
		return launch;
	}

	private Path logs() {
		return this.folder.resolve("logs");
	}

	private static CharSequence[] traces() {
		return new CharSequence[] { SECRET, SECRET.substring(0, SECRET.length() / 2),
				SECRET.substring(SECRET.length() / 2),
				HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)) };
	}

	private static String text(Path place) throws IOException {
		StringBuilder text = new StringBuilder();
		try (Stream<Path> files = Files.walk(place)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
			}
		}
		return text.toString();
	}

	@ConfigurationProperties("vault")
	@Validated
	record Vault(@DefaultValue("1") int number, @DefaultValue List<Integer> numbers,
			@DefaultValue("none") @Pattern(regexp = "[a-z]*") String matched, @DefaultValue("none") String telling,
			@DefaultValue("none") String note) {

		Vault {
			if (telling.contains(SECRET)) {
				throw new IllegalArgumentException(telling + " is weak");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Vault.class)
	static class Vaulted {

	}

}
