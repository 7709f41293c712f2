package io.setpoint.autoconfigure;

import io.setpoint.Live;
import io.setpoint.acceptance.TestLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrozenCopies}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FrozenCopiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Types.class);

	@Test
	void startWhenSingletonTookRecordWarnsWithRemedy(CapturedOutput output) {
		this.runner.withInitializer(TestLocation.with("pricing/percent", "1")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("Bean 'frozen' holds a copy of " + Pricing.class.getName()
					+ " ('pricing') that stays as it was at start. Inject Live<Pricing>");
			assertThat(output.getOut().split("holds a copy of", -1)).hasSize(2);
		});
	}

	@Test
	void startWhenSingletonOfALibraryTookRecordNamesItWithWhatItsUserCanDo(CapturedOutput output) {
		this.runner.withInitializer(TestLocation.with("pricing/percent", "1"))
			.withInitializer((context) -> AutoConfigurationPackages
				.register((BeanDefinitionRegistry) context.getBeanFactory(), "com.example"))
			.run((context) -> assertThat(output)
				.containsPattern(
						"INFO .* Bean 'frozen' holds a copy of .*\\('pricing'\\) that stays as it was at start\\."
								+ " It is a library's: restart the application when the values have changed")
				.doesNotContain("WARN"));
	}

	@Test
	void startWhenNothingIsImportedSaysNothing(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain("holds a copy of"));
	}

	@ConfigurationProperties("pricing")
	record Pricing(int percent) {
	}

	record Holder(Object held) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class Types {

		@Bean
		Holder frozen(Pricing pricing) {
			return new Holder(pricing);
		}

		@Bean
		Holder following(Live<Pricing> pricing) {
			return new Holder(pricing);
		}

		@Bean
		Holder asking(ObjectProvider<Pricing> pricing) {
			return new Holder(pricing);
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Holder madeAnew(Pricing pricing) {
			return new Holder(pricing);
		}

		@Bean
		Holder user(ObjectProvider<Holder> holders) {
			return new Holder(holders);
		}

	}

}
