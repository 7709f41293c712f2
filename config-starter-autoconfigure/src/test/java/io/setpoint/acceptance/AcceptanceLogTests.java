package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Size;
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

	private static final Pattern SAID = Pattern.compile("(?:Accepted|What was refused is gone) .*");

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
	void repairTakesThePlaceOfWhatWasRefused(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "99");
			assertThat(said(output)).isEmpty();
			this.location.change(context, "limits/size", "5");
			assertThat(said(output)).containsExactly("Accepted revision 3 of etcd ([limits.size]), in place of what"
					+ " was refused (keys [/config/test/limits/size])");
		});
	}

	@Test
	void repairNamesWhatWaitedForIt(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "99", "limits/names/a", "x");
			this.location.change(context, "limits/size", "5");
			assertThat(said(output)).containsExactly("Accepted revision 3 of etcd ([limits.names.a, limits.size]),"
					+ " in place of what was refused (keys [/config/test/limits/size]),"
					+ " and with it what waited (keys [/config/test/limits/names/a])");
		});
	}

	@Test
	void repairByAnotherKeyNamesWhatIsAcceptedAsItWasWritten(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "${most}");
			this.location.change(context, "most", "7");
			assertThat(said(output)).containsExactly("Accepted revision 3 of etcd ([limits.size, most]),"
					+ " and with it what waited (keys [/config/test/limits/size])");
		});
	}

	@Test
	void valueThatIsLiveAlreadyTakesThePlaceOfWhatWasRefused(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "99");
			this.location.change(context, "limits/size", "1");
			assertThat(said(output)).containsExactly("Accepted revision 3 of etcd, in place of what was refused"
					+ " (keys [/config/test/limits/size]); the last good values stay");
		});
	}

	@Test
	void refusedKeyThatIsDeletedIsGone(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/names/b", "far too long");
			this.location.change(context, "limits/names/b", null);
			assertThat(said(output)).containsExactly("What was refused is gone with revision 3 of etcd"
					+ " (keys [/config/test/limits/names/b]); the last good values stay");
		});
	}

	@Test
	void refusedKeyThatIsDeletedWithItsLastGoodValueIsGone(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "99");
			this.location.change(context, "limits/size", null);
			assertThat(said(output)).containsExactly("Accepted revision 3 of etcd ([limits.size]);"
					+ " what was refused is gone (keys [/config/test/limits/size])");
		});
	}

	@Test
	void refusedKeyThatIsDeletedReleasesWhatWaitedForIt(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/names/b", "far too long", "limits/size", "7");
			this.location.change(context, "limits/names/b", null);
			assertThat(said(output)).containsExactly("Accepted revision 3 of etcd ([limits.size]),"
					+ " and with it what waited (keys [/config/test/limits/size]);"
					+ " what was refused is gone (keys [/config/test/limits/names/b])");
		});
	}

	@Test
	void refusedKeyThatIsDeletedWhileOthersStillWaitIsGone(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "99");
			this.location.change(context, "limits/names/b", "far too long");
			this.location.change(context, "limits/names/b", null);
			assertThat(said(output)).containsExactly("What was refused is gone with revision 4 of etcd"
					+ " (keys [/config/test/limits/names/b]); the last good values stay");
		});
	}

	@Test
	void repairIsSaidWhereSomethingElseIsRefusedMeanwhile(CapturedOutput output) {
		run((context) -> {
			this.location.change(context, "limits/size", "99");
			List<Proposal> backlog = new ArrayList<>(this.location.proposal("limits/size", "5"));
			backlog.addAll(this.location.proposal("rates/most", "99"));
			context.getBean(AcceptancePipeline.class).propose(backlog);
			assertThat(said(output)).containsExactly("Accepted revision 4 of etcd ([limits.size]), in place of what"
					+ " was refused (keys [/config/test/limits/size])");
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

	private static List<String> said(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains(" INFO ")).flatMap((line) -> {
			Matcher matcher = SAID.matcher(line);
			return matcher.find() ? Stream.of(matcher.group()) : Stream.empty();
		}).toList();
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
	record Limits(@Max(50) int size, Map<String, @Size(max = 9) String> names) {

	}

	@ConfigurationProperties("rates")
	@Validated
	record Rates(@Max(50) int most) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Limits.class, Rates.class })
	static class Types {

	}

}
