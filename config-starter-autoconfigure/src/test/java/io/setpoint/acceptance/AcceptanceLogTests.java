package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptanceLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AcceptanceLogTests {

	private final TestLocation location = TestLocation.with("limits/size", "1");

	@Test
	void acceptedChangeIsOneLineWithNamesAndWithoutValues(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "41", "limits/names/a", "s3cr3t");
			assertThat(accepted(output)).singleElement()
				.asString()
				.contains("Accepted revision 2 of etcd ([", "limits.size", "limits.names.a")
				.doesNotContain("41", "s3cr3t");
		});
	}

	@Test
	void repairNamesWhatWasRefused(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "99");
			assertThat(accepted(output)).isEmpty();
			this.location.change(context, "limits/size", "5");
			assertThat(accepted(output)).singleElement()
				.asString()
				.endsWith("Accepted revision 3 of etcd ([limits.size]), and with it what was refused (keys"
						+ " [/config/test/limits/size])");
		});
	}

	@Test
	void repairThatChangesNothingIsSaidToo(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "99");
			this.location.change(context, "limits/size", "1");
			assertThat(accepted(output)).singleElement().asString().contains("[/config/test/limits/size]");
		});
	}

	@Test
	void burstThatIsAcceptedTogetherIsOneLine(CapturedOutput output) {
		run((context) -> {
			List<Proposal> burst = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				burst.addAll(this.location.proposal("limits/names/n" + i, "x"));
			}
			context.getBean(AcceptancePipeline.class).propose(burst);
			assertThat(accepted(output)).singleElement()
				.asString()
				.contains("Accepted revision 51 of etcd", "and 40 more");
		});
	}

	@Test
	void whatChangesNothingIsNotSaid(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "1");
			assertThat(accepted(output)).isEmpty();
		});
	}

	private static List<String> accepted(CapturedOutput output) {
		return output.toString()
			.lines()
			.filter((line) -> line.contains(" INFO ") && line.contains("Accepted "))
			.map((line) -> line.substring(line.indexOf("Accepted ")))
			.toList();
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer(this.location)
			.run(test);
	}

	@ConfigurationProperties("limits")
	@Validated
	record Limits(@Max(50) int size, Map<String, String> names) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Limits.class)
	static class Types {

	}

}
