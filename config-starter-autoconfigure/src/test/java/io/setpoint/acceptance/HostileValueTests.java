package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;

import io.setpoint.Snapshot;
import io.setpoint.Snapshots;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import jakarta.validation.constraints.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptancePipeline} with values and types that do harm.
 */
class HostileValueTests {

	private static final String SECRET = "hunter2-4711";

	private final TestLocation location = TestLocation.in("/config/own/");

	@Test
	void proposeWhenValidationRunsOutOfStackRefusesRevisionAndGoesOn() {
		run((context) -> {
			this.location.change(context, "matched/text", "ab".repeat(200_000), "other/number", "2");
			assertThat(refusals(context)).hasSize(2)
				.allSatisfy((refusal) -> assertThat(refusal.reason()).contains("StackOverflowError"));
			this.location.change(context, "matched/text", "ab");
			assertThat(refusals(context)).isEmpty();
			assertThat(context.getBean(Snapshots.class).current().get(Other.class).number()).isEqualTo(2);
		});
	}

	@Test
	void proposeWhenComparisonWithOldValueFailsShowsNewValue() {
		run((context) -> {
			this.location.change(context, "incomparable/text", SECRET, "other/number", "3");
			assertThat(context.getBean(Snapshots.class).current().get(Incomparable.class).text()).isEqualTo(SECRET);
			assertThat(context.getBean(Snapshots.class).current().get(Other.class).number()).isEqualTo(3);
		});
	}

	@Test
	void proposeWhenComparisonOfPropertyFailsShowsNewValuesOfAllTypes() {
		run((context) -> {
			this.location.change(context, "holding/component", "one", "other/number", "4");
			this.location.change(context, "holding/component", "two", "other/number", "5");
			Snapshot snapshot = context.getBean(Snapshots.class).current();
			assertThat(snapshot.get(Holding.class).component().text()).isEqualTo("two");
			assertThat(snapshot.get(Other.class).number()).isEqualTo(5);
			assertThat(context.getEnvironment().getProperty("other.number")).isEqualTo("5");
			assertThat(refusals(context)).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", SECRET })
	void proposeWhenPlaceholdersMultiplyIsRefusedByThePropertyAndTheLimit(String leaf) {
		run((context) -> {
			List<String> keysAndValues = new ArrayList<>(List.of("many/0", leaf, "wordy/text", "a${many.19}"));
			for (int i = 1; i < 20; i++) {
				keysAndValues.addAll(List.of("many/" + i, ("${many." + (i - 1) + "}").repeat(10)));
			}
			this.location.change(context, keysAndValues.toArray(String[]::new));
			assertThat(refusals(context)).isNotEmpty()
				.allSatisfy((refusal) -> assertThat(refusal.reason()).contains(
						"wordy.text (etcd:/config/own/ key '/config/own/wordy/text' revision 2) brings in more than"
								+ " 2097152 characters by its placeholders: write out what is meant, or refer to less")
					.doesNotContain("wordy.more"));
			this.location.change(context, "wordy/text", "${many.0}");
			assertThat(refusals(context)).isEmpty();
		});
	}

	@Test
	void proposeWhenPlaceholdersOfATypeTogetherBringInTooMuchIsRefused() {
		run((context) -> {
			List<String> keysAndValues = new ArrayList<>(List.of("large", "x".repeat(1_500_000)));
			for (int i = 0; i < 20; i++) {
				keysAndValues.addAll(List.of("wordy/more/" + i, "${large}"));
			}
			this.location.change(context, keysAndValues.toArray(String[]::new));
			assertThat(refusals(context)).isNotEmpty()
				.allSatisfy((refusal) -> assertThat(refusal.reason()).contains("more than 16777216 characters"));
			this.location.change(context, "large", "x".repeat(800_000));
			assertThat(context.getBean(Snapshots.class).current().get(Wordy.class).more()).hasSize(20)
				.allSatisfy((text) -> assertThat(text).hasSize(800_000));
		});
	}

	private static List<Refusal> refusals(AssertableApplicationContext context) {
		return List.copyOf(context.getBean(AcceptancePipeline.class).accepted().refusals());
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer(this.location)
			.run(test);
	}

	@ConfigurationProperties("wordy")
	record Wordy(@DefaultValue("") String text, @DefaultValue List<String> more) {
	}

	@ConfigurationProperties("matched")
	@Validated
	record Matched(@Pattern(regexp = "(a|b)*") @DefaultValue("a") String text) {
	}

	@ConfigurationProperties("other")
	record Other(@DefaultValue("1") int number) {
	}

	@ConfigurationProperties("incomparable")
	record Incomparable(@DefaultValue("none") String text) {

		@Override
		public boolean equals(Object other) {
			throw new IllegalStateException(this.text + " cannot be compared");
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

	/**
	 * What a property of the application's own is made of.
	 *
	 * @param text what it was made from
	 */
	record Component(String text) {

		@Override
		public boolean equals(Object other) {
			throw new IllegalStateException("cannot be compared");
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

	@ConfigurationProperties("holding")
	record Holding(Component component) {
	}

	static class ComponentConverter implements Converter<String, Component> {

		@Override
		public Component convert(String source) {
			return new Component(source);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Wordy.class, Matched.class, Other.class, Incomparable.class, Holding.class })
	static class Types {

		@Bean
		@ConfigurationPropertiesBinding
		static ComponentConverter componentConverter() {
			return new ComponentConverter();
		}

	}

}
