package io.setpoint.autoconfigure;

import java.util.Map;

import io.setpoint.LocationFixture;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests what an application prints that cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTests {

	@Test
	void startWhenEtcdIsUnreachable(CapturedOutput output) {
		fail(application(), "--spring.config.import=etcd:/config/checkout/",
				"--setpoint.etcd.endpoints=http://127.0.0.1:1", "--setpoint.config.startup-timeout=300ms");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The location 'etcd:/config/checkout/' cannot be read from etcd")
			.contains("import 'optional:etcd:/config/checkout/'");
	}

	@Test
	void startWhenImportIsMalformed(CapturedOutput output) {
		fail(application(), "--spring.config.import=etcd:config/checkout");
		assertThat(output).contains("The import 'etcd:config/checkout' is malformed: it must begin with '/'.")
			.contains("Write 'etcd:/config/checkout' in 'spring.config.import', or 'etcd:' alone for the "
					+ "conventional locations. Where etcd is belongs into 'setpoint.etcd.endpoints'.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			etcd: /config/a/ | it must begin with '/' | etcd:/config/a/
			etcd:/config/a/;etcd:/config/b/ | a semicolon does not separate imports | etcd:/config/a/,etcd:/config/b/
			etcd:/a/; optional:rollout:b | a semicolon does not separate imports | etcd:/a/,optional:rollout:b
			optional:optional:etcd:/a/ | 'optional:' may stand before it once, and no white space | optional:etcd:/a/
			optional: rollout:a | 'optional:' may stand before it once, and no white space | optional:rollout:a
			""")
	void startWhenImportIsMisspeltSuggestsTheRightSpelling(String location, String reason, String suggestion,
			CapturedOutput output) {
		fail(application(), "--spring.config.import=" + location);
		assertThat(output).contains("The import '" + location + "' is malformed: " + reason + ".")
			.contains("Write '" + suggestion + "' in 'spring.config.import', or 'etcd:' alone");
	}

	@ParameterizedTest
	@CsvSource({ "//host:2379/config/, /config/, http://host:2379", "//host:2379, /config/checkout/, http://host:2379",
			"//me:s3cr3t@host/config/, /config/, http://host", "https://host:2379/config/, /config/, https://host:2379",
			"host:2379/config/, /config/, http://host:2379" })
	void startWhenImportNamesAServerNamesTheSettingForIt(String path, String expected, String endpoint,
			CapturedOutput output) {
		fail(application(), "--spring.config.import=etcd:" + path);
		assertThat(output).contains("is malformed: it names a server, and only the path of the keys belongs there.")
			.contains("Write 'etcd:" + expected + "' in 'spring.config.import', and '" + endpoint
					+ "' in 'setpoint.etcd.endpoints'.")
			.doesNotContain("s3cr3t");
	}

	@Test
	void startWhenSslBundleIsUnknown(CapturedOutput output) {
		fail(application(), "--spring.config.import=etcd:/config/checkout/",
				"--setpoint.etcd.endpoints=https://127.0.0.1:1", "--setpoint.etcd.ssl.bundle=missing");
		assertThat(output)
			.contains("'setpoint.etcd.ssl.bundle' names the SSL bundle 'missing', which neither "
					+ "'spring.ssl.bundle.pem' nor 'spring.ssl.bundle.jks' defines.")
			.contains("Define the bundle in a file, an environment variable or on the command line, or correct its "
					+ "name. A bundle that is a bean, or that is defined in etcd, comes too late.");
	}

	@Test
	void startWhenValuesAreInvalidListsThemWithoutValues(CapturedOutput output) {
		SpringApplication application = application();
		application.addInitializers(
				LocationFixture.with("pricing/discount", "91", "pricing/percent", "s3cr3t", "limits/size", "s3cr3t"));
		fail(application);
		assertThat(output).contains("The configuration is not valid, and there is no last good state of it:")
			.contains("limits.size (etcd:/config/checkout/ key '/config/checkout/limits/size' revision 1) cannot be "
					+ "converted to int")
			.contains("pricing.percent (etcd:/config/checkout/ key '/config/checkout/pricing/percent' revision 1) "
					+ "cannot be converted to int")
			.doesNotContain("s3cr3t");
	}

	@Test
	void startWhenValueViolatesConstraintListsItWithoutValue(CapturedOutput output) {
		SpringApplication application = application();
		application.addInitializers(LocationFixture.with("pricing/discount", "987654"));
		fail(application);
		assertThat(output)
			.contains("pricing.discount (etcd:/config/checkout/ key '/config/checkout/pricing/discount' "
					+ "revision 1) must be less than or equal to 90")
			.doesNotContain("987654");
	}

	@Test
	void startWhenBootCannotBindPropertyOfEtcdDoesNotShowValue(CapturedOutput output) {
		SpringApplication application = application();
		application.addInitializers(LocationFixture.with("spring/lifecycle/timeout-per-shutdown-phase", "s3cr3t"));
		fail(application);
		assertThat(output).contains("A property that comes of etcd, or may do so by its placeholders, is not valid")
			.contains("spring.lifecycle.timeout-per-shutdown-phase (etcd:/config/checkout/ key "
					+ "'/config/checkout/spring/lifecycle/timeout-per-shutdown-phase' revision 1) cannot be bound to "
					+ "Duration")
			.doesNotContain("s3cr3t");
	}

	@Test
	void startWhenPlaceholderLeadsToPropertyOfEtcdDoesNotShowValue(CapturedOutput output) {
		SpringApplication application = application();
		application.addInitializers(LocationFixture.with("my/time", "s3cr3t"));
		fail(application, "--spring.lifecycle.timeout-per-shutdown-phase=${my.time}", "--debug");
		assertThat(output).contains("A property that comes of etcd, or may do so by its placeholders, is not valid")
			.contains(
					"spring.lifecycle.timeout-per-shutdown-phase (\"spring.lifecycle.timeout-per-shutdown-phase\" from "
							+ "property source \"commandLineArgs\") cannot be bound to Duration")
			.doesNotContain("s3cr3t");
	}

	@Test
	void startWhenBootCannotBindOtherPropertyIsLeftToBoot(CapturedOutput output) {
		fail(application(), "--spring.lifecycle.timeout-per-shutdown-phase=soon");
		assertThat(output).contains("Failed to bind properties under 'spring.lifecycle.timeout-per-shutdown-phase'")
			.contains("Value: \"soon\"");
	}

	@Test
	void startWhenPasswordIsSentAsPlainTextWarnsOnce(CapturedOutput output) {
		application()
			.run("--spring.config.import=optional:etcd:/config/checkout/,optional:etcd:/config/shared/",
					"--setpoint.etcd.endpoints=http://etcd.invalid:2379", "--setpoint.etcd.user=app",
					"--setpoint.etcd.password=s3cr3t", "--setpoint.config.startup-timeout=300ms")
			.close();
		assertThat(output).containsOnlyOnce("'setpoint.etcd.password' is sent to [http://etcd.invalid:2379] as plain "
				+ "text, and so are all values: switch TLS of etcd on and write 'https://' in 'setpoint.etcd.endpoints'")
			.doesNotContain("s3cr3t");
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("setpoint.snapshot.enabled", "false"));
		return application;
	}

	private static void fail(SpringApplication application, String... arguments) {
		assertThatException().isThrownBy(() -> application.run(arguments));
	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Max(90) int discount, int percent) {
	}

	@ConfigurationProperties("limits")
	record Limits(int size) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Limits.class })
	@ImportAutoConfiguration({ LifecycleAutoConfiguration.class, SetpointAutoConfiguration.class })
	static class Application {

	}

}
