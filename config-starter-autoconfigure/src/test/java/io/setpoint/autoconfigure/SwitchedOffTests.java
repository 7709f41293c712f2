package io.setpoint.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import io.setpoint.configdata.SetpointProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for applications that are told to import nothing.
 */
@ExtendWith(OutputCaptureExtension.class)
class SwitchedOffTests {

	private static final String IMPORT = "--spring.config.import=etcd:/config/checkout/,rollout:checkout";

	private static final String NO_ENDPOINT = "--setpoint.etcd.endpoints=${NOWHERE}";

	@Test
	void valuesAreWhatTheOtherSourcesGive() {
		try (ConfigurableApplicationContext context = run(IMPORT, NO_ENDPOINT, "--setpoint.enabled=false",
				"--pricing.percent=7")) {
			assertThat(context.getBean(Consumer.class).pricing().get()).isEqualTo(new PricingProperties(7, "EUR"));
			assertThat(context.getBean(Snapshots.class).current().get(PricingProperties.class).percent()).isEqualTo(7);
		}
	}

	@Test
	void whatIsLeftOutIsSaidOnce(CapturedOutput output) {
		run(IMPORT, NO_ENDPOINT, "--setpoint.enabled=false").close();
		assertThat(output)
			.containsOnlyOnce("'setpoint.enabled' is false, so nothing is read from etcd: left out are the import of"
					+ " rollout:checkout, the import of etcd:/config/checkout/")
			.doesNotContain("Nothing is imported from etcd")
			.doesNotContain("WARN");
	}

	@Test
	void noThreadStays() throws Exception {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (ConfigurableApplicationContext context = run(IMPORT, NO_ENDPOINT, "--setpoint.enabled=false")) {
			Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
			after.removeAll(before);
			assertThat(after).noneMatch((thread) -> thread.getName().matches("(?i).*(grpc|vert|netty|etcd|watch).*"));
			for (Thread thread : after) {
				if (thread.getName().startsWith("setpoint-")) {
					thread.join();
				}
			}
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void fileOfAProfileMaySayIt(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("application.properties"), "spring.config.import=etcd:\n");
		Files.writeString(folder.resolve("application-test.properties"), "setpoint.enabled=false\npricing.percent=9\n");
		try (ConfigurableApplicationContext context = run("--spring.config.location=" + folder.toUri(),
				"--spring.profiles.active=test", NO_ENDPOINT)) {
			assertThat(context.getBean(Consumer.class).pricing().get().percent()).isEqualTo(9);
		}
	}

	@Test
	void nobodyAsksWhereEtcdIs() {
		String[] arguments = { "--spring.config.import=optional:etcd:", "--setpoint.config.startup-timeout=100ms",
				"--setpoint.etcd.endpoints=${etcd.place}" };
		assertThat(timesAsked(StringUtils.addStringToArray(arguments, "--setpoint.enabled=false"))).isZero();
		assertThat(timesAsked(arguments)).isPositive();
	}

	private static int timesAsked(String... arguments) {
		Witness witness = new Witness();
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addLast(witness);
		SpringApplication application = application();
		application.setEnvironment(environment);
		application.run(arguments).close();
		return witness.asked;
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "no", "0" })
	void otherWordsForFalseSwitchOffToo(String word) {
		try (ConfigurableApplicationContext context = run(IMPORT, NO_ENDPOINT, "--setpoint.enabled=" + word)) {
			assertThat(context.getBeanProvider(SetpointProperties.class).getIfAvailable()).isNull();
			assertThat(context.getBean(EtcdConnectionDetails.class)).isNotNull();
		}
	}

	@Test
	void whatIsNeitherTrueNorFalseIsRefused(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(IMPORT, "--setpoint.enabled=perhaps"));
		assertThat(output).contains("'setpoint.enabled'").contains("Write 'true' or 'false'");
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return application().run(arguments);
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private static final class Witness extends PropertySource<Object> {

		private int asked;

		Witness() {
			super("witness");
		}

		@Override
		public Object getProperty(String name) {
			if (!"etcd.place".equals(name)) {
				return null;
			}
			this.asked++;
			return "http://127.0.0.1:1";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(PricingProperties.class)
	@Import(Consumer.class)
	static class Application {

	}

	record Consumer(Live<PricingProperties> pricing) {

	}

	@ConfigurationProperties("pricing")
	record PricingProperties(@DefaultValue("1") int percent, @DefaultValue("EUR") String currency) {

	}

}
