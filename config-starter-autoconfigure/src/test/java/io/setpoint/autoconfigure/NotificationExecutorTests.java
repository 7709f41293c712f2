package io.setpoint.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NotificationExecutor}.
 */
class NotificationExecutorTests {

	@Test
	void executorOfSpringBootStaysTheOneOfTheApplication() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SetpointAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(NotificationExecutor.class)
				.hasBean("applicationTaskExecutor"));
	}

}
