package io.setpoint.autoconfigure;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.setpoint.acceptance.TestLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnfollowedBeans}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnfollowedBeansTests {

	private static final String SENTENCE = "Bean 'engine' of " + Engine.class.getName()
			+ " ('engine') is a running thing: changes are checked and do not reach it before a restart."
			+ " Bind a properties class, and give the bean its values in a listener of Live";

	@Test
	void beanWhenItIsOfTheApplicationIsWarnedOf(CapturedOutput output) {
		start(List.of("io.setpoint.autoconfigure"));
		assertThat(output).containsPattern("WARN .* Not every bean follows its properties: ").contains(": " + SENTENCE);
	}

	@Test
	void beanWhenThePackagesOfTheApplicationAreNotKnownIsWarnedOf(CapturedOutput output) {
		start(List.of());
		assertThat(output).containsPattern("WARN .* Not every bean follows its properties: ").contains(": " + SENTENCE);
	}

	@Test
	void beanWhenItIsOfALibraryIsNamedWithWhatItsUserCanDo(CapturedOutput output) {
		start(List.of("com.example", "io.setpoint.auto"));
		assertThat(output).containsPattern("INFO .* Not every bean of a library follows its properties: ")
			.contains(": restart the application when they have changed. To those who make the library: " + SENTENCE)
			.doesNotContain("WARN");
	}

	@Test
	void beanWhenTheApplicationDefinesOneOfALibraryIsWarnedOf(CapturedOutput output) {
		start(List.of("io.setpoint.autoconfigure"), Pools.class);
		assertThat(output).contains("Not every bean follows its properties: Bean 'pool' of "
				+ ThreadPoolExecutor.class.getName() + " ('engine') is a running thing: ");
	}

	private static void start(List<String> packages) {
		start(packages, Engines.class);
	}

	private static void start(List<String> packages, Class<?> beans) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(beans)
			.withInitializer(TestLocation.with("engine/power", "2", "engine/core-pool-size", "2"))
			.withInitializer((context) -> packages.forEach((name) -> AutoConfigurationPackages
				.register((BeanDefinitionRegistry) context.getBeanFactory(), name)))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class Engines {

		@Bean
		Engine engine() {
			return new Engine();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class Pools {

		@Bean
		@ConfigurationProperties("engine")
		ThreadPoolExecutor pool() {
			return new ThreadPoolExecutor(1, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

	}

	@ConfigurationProperties("engine")
	static class Engine implements AutoCloseable {

		private int power;

		int getPower() {
			return this.power;
		}

		void setPower(int power) {
			this.power = power;
		}

		@Override
		public void close() {
		}

	}

}
