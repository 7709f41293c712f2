package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a setter-based bean hears of the instances that stand in for it.
 */
@ExtendWith(OutputCaptureExtension.class)
class StandInTests {

	@Test
	void failureOfOnePropertyLeavesNoOtherBehind(CapturedOutput output) {
		TestLocation location = TestLocation.with("lane/name", "a", "lane/width", "1");
		runner(location, Lanes.class).run((context) -> {
			Lane lane = context.getBean(Lane.class);
			lane.open = false;
			location.change(context, "lane/name", "b", "lane/width", "7");
			assertThat(lane.width).isEqualTo(7);
			location.change(context, "lane/width", "1");
			assertThat(lane.width).isEqualTo(1);
			assertThat(lane.name).isEqualTo("a");
			lane.open = true;
			location.change(context, "lane/width", "2");
			assertThat(lane.name).isEqualTo("b");
			assertThat(output)
				.contains("does not take over the property 'lane.name' (java.lang.IllegalStateException)");
		});
	}

	@Test
	void setterIsCalledOnlyIfItsOwnPropertyChanges() {
		TestLocation location = TestLocation.with("lane/name", "a", "lane/width", "1");
		runner(location, Lanes.class).run((context) -> {
			Lane lane = context.getBean(Lane.class);
			lane.calls.clear();
			location.change(context, "lane/width", "2", "elsewhere", "x");
			location.change(context, "lane/name", "a ");
			location.change(context, "elsewhere", "y");
			assertThat(lane.calls).containsExactly("width", "name");
		});
	}

	@Test
	void startWithoutLocationMakesNoInstanceAndSaysNothing(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Counted.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Counted.class).made).isEqualTo(1);
				assertThat(output).doesNotContain("WARN");
			});
	}

	@Test
	void startWithLocationThatHasNothingToDoWithTheBeanStartsAsBootDoes() {
		runner(TestLocation.with("other", "1"), Counted.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Preset.class).getName()).isEqualTo("preset");
		});
	}

	@Test
	void executorFollowsAndIsNeitherReadNorWarnedOf(CapturedOutput output) {
		TestLocation location = TestLocation.with("executor/core-pool-size", "2");
		runner(location, Executors.class).run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutor.class);
			location.change(context, "executor/core-pool-size", "3");
			assertThat(executor.getThreadPoolExecutor().getCorePoolSize()).isEqualTo(3);
			location.change(context, "executor/core-pool-size", null);
			assertThat(executor.getThreadPoolExecutor().getCorePoolSize()).isEqualTo(4);
			location.change(context, "executor/core-pool-size", "many");
			assertThat(executor.getThreadPoolExecutor().getCorePoolSize()).isEqualTo(4);
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).hasSize(1);
			assertThat(output).doesNotContain("Not every bean follows").doesNotContain("does not take over");
		});
	}

	private static ApplicationContextRunner runner(TestLocation location, Class<?> configuration) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(configuration)
			.withInitializer(location);
	}

	@EnableConfigurationProperties(Lane.class)
	static class Lanes {

	}

	@ConfigurationProperties("lane")
	static class Lane {

		private final List<String> calls = new ArrayList<>();

		private boolean open = true;

		private @Nullable String name;

		private int width = 1;

		Optional<String> getName() {
			return Optional.ofNullable(this.name);
		}

		void setName(@Nullable String name) {
			if (!this.open) {
				throw new IllegalStateException();
			}
			this.calls.add("name");
			this.name = name;
		}

		void setWidth(int width) {
			this.calls.add("width");
			this.width = width;
		}

	}

	@Validated
	static class Preset {

		@NotNull
		private @Nullable String name;

		@Nullable String getName() {
			return this.name;
		}

		void setName(@Nullable String name) {
			this.name = name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Counted {

		private int made;

		@Bean
		@ConfigurationProperties("preset")
		Preset preset() {
			this.made++;
			Preset preset = new Preset();
			preset.setName("preset");
			return preset;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Executors {

		@Bean
		@ConfigurationProperties("executor")
		ThreadPoolTaskExecutor executor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(4);
			return executor;
		}

	}

}
