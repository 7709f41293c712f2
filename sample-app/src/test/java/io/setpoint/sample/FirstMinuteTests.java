package io.setpoint.sample;

import java.nio.file.Path;

import io.setpoint.Snapshots;
import io.setpoint.memory.EtcdInMemoryPropertySource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link CheckoutApplication} where there is no etcd.
 */
@ExtendWith(OutputCaptureExtension.class)
class FirstMinuteTests {

	private static final String IN_THIS_JVM = "Runs on an etcd in this JVM at http://127.0.0.1:";

	private static final String AT_ONCE = "--setpoint.config.startup-timeout=100ms";

	@TempDir
	private Path folder;

	@Test
	void runWithoutAnythingHasAnEtcdOfItsOwn() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBean(Snapshots.class).current().get(PricingProperties.class).discountPercent())
				.isZero();
			Environment environment = context.getEnvironment();
			assertThat(environment.getProperty("setpoint.etcd.endpoints")).startsWith("http://127.0.0.1:")
				.isEqualTo(environment.getProperty(EtcdInMemoryPropertySource.PROPERTY));
		}
	}

	@Test
	void runWithProfileHasNone(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(AT_ONCE, "--spring.profiles.active=production"));
		assertThat(output).doesNotContain(IN_THIS_JVM);
	}

	@Test
	void runWithEndpointsHasNone(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(AT_ONCE, "--setpoint.etcd.endpoints=http://127.0.0.1:1"))
			.withStackTraceContaining("http://127.0.0.1:1");
		assertThatException().isThrownBy(() -> run(AT_ONCE, "--ETCD_ENDPOINTS=http://127.0.0.1:1"))
			.withStackTraceContaining("http://127.0.0.1:1");
		assertThat(output).doesNotContain(IN_THIS_JVM);
	}

	private ConfigurableApplicationContext run(String... args) {
		String[] common = { "--server.port=0", "--setpoint.snapshot.directory=" + this.folder };
		return SpringApplication.run(CheckoutApplication.class, StringUtils.concatenateStringArrays(common, args));
	}

}
