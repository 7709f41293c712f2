package io.setpoint.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.TestLocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogLevelUpdate}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogLevelUpdateTests {

	private final LoggingSystem system = LoggingSystem.get(getClass().getClassLoader());

	private final String name = "com.acme." + UUID.randomUUID() + ".Shop";

	private LogLevel root = LogLevel.INFO;

	@BeforeEach
	void rememberRoot() {
		LoggerConfiguration configuration = this.system.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME);
		assertThat(configuration).isNotNull();
		this.root = configuration.getEffectiveLevel();
	}

	@AfterEach
	void restoreRoot() {
		this.system.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, this.root);
	}

	@Test
	void acceptedWhenLevelIsSetAppliesItAndWhenItIsRemovedInherits() {
		run(TestLocation.with(), (context, location) -> {
			location.change(context, "logging/level/" + this.name, "debug");
			assertThat(level(this.name)).isEqualTo(LogLevel.DEBUG);
			location.change(context, "logging/level/" + this.name, "error");
			assertThat(level(this.name)).isEqualTo(LogLevel.ERROR);
			location.change(context, "logging/level/" + this.name, null);
			assertThat(level(this.name)).isNull();
		});
	}

	@Test
	void acceptedWhenLevelIsRemovedRestoresWhatTheLoggingSystemHad() {
		this.system.setLogLevel(this.name, LogLevel.WARN);
		run(TestLocation.with(), (context, location) -> {
			location.change(context, "logging.yaml", "level: {'[" + this.name + "]': off}");
			assertThat(level(this.name)).isEqualTo(LogLevel.OFF);
			location.change(context, "logging.yaml", null);
			assertThat(level(this.name)).isEqualTo(LogLevel.WARN);
		});
	}

	@Test
	void acceptedWhenStrongerSourceHasTheLevelKeepsThat() {
		TestLocation location = TestLocation.with();
		this.system.setLogLevel(this.name, LogLevel.INFO);
		runner(location).withPropertyValues("logging.level." + this.name + "=info").run((context) -> {
			location.change(context, "logging/level/" + this.name, "trace");
			assertThat(level(this.name)).isEqualTo(LogLevel.INFO);
		});
	}

	@Test
	void acceptedWhenNameIsGroupAppliesToItsMembers() {
		run(TestLocation.with(), (context, location) -> {
			location.change(context, "logging/level/shop", "trace");
			assertThat(level(this.name)).isEqualTo(LogLevel.TRACE);
			assertThat(level(this.name + ".Other")).isEqualTo(LogLevel.TRACE);
			assertThat(context.getBean(LoggerGroups.class).get("shop").getConfiguredLevel()).isEqualTo(LogLevel.TRACE);
			location.change(context, "logging/level/shop", null);
			assertThat(level(this.name)).isNull();
			assertThat(context.getBean(LoggerGroups.class).get("shop").getConfiguredLevel()).isNull();
		});
	}

	@Test
	void acceptedWhenRootIsSetAndRemovedRestoresIt() {
		this.system.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		run(TestLocation.with(), (context, location) -> {
			location.change(context, "logging/level/root", "error");
			assertThat(level(LoggingSystem.ROOT_LOGGER_NAME)).isEqualTo(LogLevel.ERROR);
			location.change(context, "logging/level/root", null);
			assertThat(level(LoggingSystem.ROOT_LOGGER_NAME)).isEqualTo(LogLevel.WARN);
		});
	}

	@Test
	void acceptedWhenAnotherLoggerChangesLeavesLevelSetByHandAlone() {
		run(TestLocation.with("logging/level/" + this.name, "info"), (context, location) -> {
			this.system.setLogLevel(this.name, LogLevel.TRACE);
			location.change(context, "logging/level/other", "info");
			assertThat(level(this.name)).isEqualTo(LogLevel.TRACE);
		});
	}

	@Test
	void rejectedWhenLevelIsIllegalKeepsTheOldOneAndReports(CapturedOutput output) {
		run(TestLocation.with(), (context, location) -> {
			location.change(context, "logging/level/" + this.name, "debug");
			location.change(context, "logging/level/" + this.name, "loudest");
			assertThat(level(this.name)).isEqualTo(LogLevel.DEBUG);
			assertThat(context.getEnvironment().getProperty("logging.level." + this.name)).isEqualTo("debug");
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).hasSize(1);
			assertThat(output).contains("Refused revision 3").doesNotContain("loudest");
			location.change(context, "logging/level/" + this.name, "warn");
			assertThat(level(this.name)).isEqualTo(LogLevel.WARN);
		});
	}

	private LogLevel level(String logger) {
		LoggerConfiguration configuration = this.system.getLoggerConfiguration(logger);
		return (configuration != null) ? configuration.getConfiguredLevel() : null;
	}

	private void run(TestLocation location, Scenario scenario) {
		runner(location).run((context) -> scenario.play(context, location));
	}

	private ApplicationContextRunner runner(TestLocation location) {
		LoggerGroups groups = new LoggerGroups(Map.of("shop", List.of(this.name, this.name + ".Other")));
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withBean(LoggingSystem.class, () -> this.system, (definition) -> definition.setDestroyMethodName(null))
			.withBean(LoggerGroups.class, () -> groups)
			.withInitializer(location);
	}

	interface Scenario {

		void play(AssertableApplicationContext context, TestLocation location) throws Exception;

	}

}
