package io.setpoint.configdata;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.lastgood.SavedState;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.store.KeyValue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application says that starts while etcd is out of reach.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartOutageTests {

	private static final String REASON = "Nothing listens for etcd at http://127.0.0.1:1: start it or correct"
			+ " 'setpoint.etcd.endpoints'";

	private static final String BEGINNING = "etcd is out of reach: ";

	@TempDir
	private Path directory;

	@Test
	void startNamesAllLocationsInOneLineThatTheWatchDoesNotRepeat(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("optional:etcd:/a/,optional:rollout:b")) {
			assertThat(context.isActive()).isTrue();
			assertThat(output).containsOnlyOnce(
					BEGINNING + "etcd:/a/, rollout:b are optional and start empty until etcd is there. " + REASON);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(output).contains("etcd:/a/ failed 4 times in a row: ")
					.contains("rollout:b failed 4 times in a row: "));
			assertThat(output).containsOnlyOnce(BEGINNING)
				.doesNotContain("its last good state stays: ")
				.doesNotContain("another reason");
		}
	}

	@Test
	void startFromTheLastGoodStateSaysWhichLocationsAreStaleAndWhichAreEmpty(CapturedOutput output) throws Exception {
		save("/a/", "/c/");
		start("etcd:/a/,optional:etcd:/b/,optional:etcd:/c/").close();
		assertThat(output).containsOnlyOnce(BEGINNING)
			.containsPattern(BEGINNING + "etcd:/a/, etcd:/c/ start from the last good state of .* and are stale until"
					+ " etcd is back; etcd:/b/ is optional and starts empty until etcd is there\\. Nothing listens");
	}

	@Test
	void locationThatStartsFromTheLastGoodStateIsStaleAndOneThatStartsEmptyIsOffline(CapturedOutput output)
			throws Exception {
		save("/a/", "/rollouts/shop/versions/");
		try (ConfigurableApplicationContext context = start("etcd:/a/,rollout:shop,optional:rollout:other")) {
			assertThat(output).contains(BEGINNING + "etcd:/a/, rollout:shop start from the last good state of ",
					"; rollout:other is optional and starts empty until etcd is there. ");
			Map<String, MirrorStatus> statuses = context.getBean(ConfigurationWatch.class).statuses();
			assertThat(statuses.get("/a/").state()).isEqualTo(State.STALE);
			assertThat(statuses.get("/rollouts/shop/versions/").state()).isEqualTo(State.STALE);
			assertThat(statuses.get("/rollouts/other/versions/").state()).isEqualTo(State.OFFLINE);
		}
	}

	private void save(String... prefixes) throws IOException {
		Map<String, List<KeyValue>> saved = new HashMap<>();
		List.of(prefixes).forEach((prefix) -> saved.put(prefix, List.of()));
		new SnapshotFile(this.directory, "shop").write(new SavedState(7, 2, Instant.EPOCH, saved));
	}

	private ConfigurableApplicationContext start(String imports) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.config.import=" + imports, "--spring.application.name=shop",
					"--setpoint.etcd.endpoints=http://127.0.0.1:1", "--setpoint.config.startup-timeout=1s",
					"--setpoint.snapshot.directory=" + this.directory, "--spring.main.banner-mode=off",
					"--setpoint.etcd.call-timeout=1s", "--logging.level.io.setpoint.mirror=debug");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
