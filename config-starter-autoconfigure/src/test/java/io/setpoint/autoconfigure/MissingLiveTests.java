package io.setpoint.autoconfigure;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests what an application prints that asks for a {@link Live} value which is not there.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingLiveTests {

	private static final String NAME = MissingLiveTests.class.getName();

	@Test
	void typeThatIsNotRegistered(CapturedOutput output) {
		fail(Setpoint.class, Consumer.class);
		assertThat(output)
			.contains(NAME + "$Consumer asks for Live<MissingLiveTests.PricingProperties>, and there is" + " none. "
					+ NAME + "$PricingProperties is not registered.")
			.contains("Put '@ConfigurationPropertiesScan' on the application's class, above the package of the type, or"
					+ " '@EnableConfigurationProperties(MissingLiveTests.PricingProperties.class)' on any"
					+ " configuration. A test of a slice, such as @WebMvcTest, or with a @SpringBootApplication of its"
					+ " own does not scan so: it needs the latter.");
	}

	@Test
	void typeThatIsNoConfigurationProperties(CapturedOutput output) {
		fail(Setpoint.class, TextConsumer.class);
		assertThat(output)
			.contains(NAME + "$TextConsumer asks for Live<String>, and there is none. java.lang.String"
					+ " has no @ConfigurationProperties.")
			.contains("What is derived from a live value is no bean: 'live.map(...)' gives it.");
	}

	@Test
	void autoConfigurationThatIsNotApplied(CapturedOutput output) {
		fail(Registration.class, Consumer.class);
		assertThat(output).contains("and there is none. Setpoint's auto-configuration is not applied: it is excluded,")
			.contains("put '@ImportAutoConfiguration(SetpointAutoConfiguration.class)' on the test.");
	}

	@Test
	void snapshotsWithoutAutoConfiguration(CapturedOutput output) {
		fail(Registration.class, SnapshotsConsumer.class);
		assertThat(output).contains(NAME + "$SnapshotsConsumer asks for Snapshots, and there is none. Setpoint's"
				+ " auto-configuration is not applied:");
	}

	@Test
	void otherBeansAreLeftToSpringBoot(CapturedOutput output) {
		fail(Setpoint.class, OtherConsumer.class);
		assertThat(output).contains("required a bean of type 'java.lang.Thread' that could not be found");
	}

	private static void fail(Class<?>... sources) {
		SpringApplication application = new SpringApplication(sources);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(application::run);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SetpointAutoConfiguration.class)
	static class Setpoint {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(PricingProperties.class)
	static class Registration {

	}

	record Consumer(Live<PricingProperties> pricing) {

	}

	record TextConsumer(Live<String> text) {

	}

	record SnapshotsConsumer(Snapshots snapshots) {

	}

	record OtherConsumer(Thread thread) {

	}

	@ConfigurationProperties("pricing")
	record PricingProperties(int percent) {

	}

}
