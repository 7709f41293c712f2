package io.setpoint.it;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import io.setpoint.it.Shop.Pricing;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.test.EtcdAccess.Right;
import io.setpoint.test.EtcdServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That neither etcd's password nor a value gets into the log, whatever is logged.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretLogTests {

	private static final String FRAMES = "io.grpc.netty.NettyClientHandler";

	private static final String PASSWORD = "hunter2-password";

	private static final List<String> VALUES = List.of("korrekt-pferd", "batterie-heft");

	private final LoggingSystem loggingSystem = LoggingSystem.get(getClass().getClassLoader());

	@BeforeEach
	@AfterEach
	void logNothingSpecial() {
		List.of("io", "io.grpc", "io.netty", "io.etcd", "io.vertx", FRAMES)
			.forEach((name) -> this.loggingSystem.setLogLevel(name, null));
		this.loggingSystem.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "logging.level.root=TRACE", "logging.level.io.grpc=TRACE",
			"logging.level." + FRAMES + "=TRACE", "logging.group.wire=" + FRAMES + " logging.level.wire=TRACE" })
	void passwordAndValuesAreNotLoggedByWhatFilesSay(String levels, CapturedOutput output) {
		try (EtcdServer etcd = etcd()) {
			follow(etcd, levels.split(" "), output);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "root", "io", "io.grpc", "io.netty", FRAMES, "[" + FRAMES + "]" })
	void passwordAndValuesAreNotLoggedByWhatEtcdSays(String logger, CapturedOutput output) {
		try (EtcdServer etcd = etcd()) {
			etcd.put("/config/shop/logging/level/" + logger, "TRACE");
			follow(etcd, new String[0], output);
		}
	}

	@Test
	void passwordIsInFramesThatSomebodyTurnsOnAllTheSame(CapturedOutput output) {
		try (EtcdServer etcd = etcd(); Application application = run(etcd)) {
			application.awaitAll(State.LIVE);
			this.loggingSystem.setLogLevel(FRAMES, LogLevel.TRACE);
			etcd.restart();
			Application.await("frames", () -> output.toString().contains(hex(PASSWORD)));
		}
	}

	private static void follow(EtcdServer etcd, String[] levels, CapturedOutput output) {
		etcd.put("/config/shop/pricing/currency", VALUES.get(0));
		try (Application application = run(etcd, levels)) {
			application.awaitAll(State.LIVE);
			etcd.put("/config/shop/logging/level/com.acme", "DEBUG");
			etcd.restart();
			etcd.put("/config/shop/pricing/currency", VALUES.get(1));
			Application.await("value", () -> application.get(Pricing.class).currency().equals(VALUES.get(1)));
			application.awaitFollowed();
		}
		for (String secret : List.of(PASSWORD, VALUES.get(0), VALUES.get(1))) {
			assertThat(output).doesNotContain(secret).doesNotContain(hex(secret));
		}
	}

	private static Application run(EtcdServer etcd, String... levels) {
		return Launch.of(Shopping.class)
			.etcd(etcd)
			.imports("etcd:/config/shop/")
			.with("setpoint.etcd.user=app", "setpoint.etcd.password=" + PASSWORD)
			.with(levels)
			.run();
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

	private static EtcdServer etcd() {
		return EtcdServer.builder()
			.rootPassword("root-password")
			.role("reader", Right.READ, "/config/")
			.user("app", PASSWORD, "reader")
			.start();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	@EnableAutoConfiguration
	static class Shopping {

	}

}
