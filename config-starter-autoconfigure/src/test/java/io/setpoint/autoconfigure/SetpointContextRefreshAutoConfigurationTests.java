package io.setpoint.autoconfigure;

import io.setpoint.cloud.WrapperKeepingContextRefresher;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.refresh.ConfigDataContextRefresher;
import org.springframework.cloud.context.refresh.ContextRefresher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SetpointContextRefreshAutoConfiguration}.
 */
class SetpointContextRefreshAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointContextRefreshAutoConfiguration.class));

	@Test
	void refresherTakesThePlaceOfThatOfSpringCloud() {
		this.runner.withConfiguration(AutoConfigurations.of(RefreshAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(ContextRefresher.class)
				.hasSingleBean(WrapperKeepingContextRefresher.class));
	}

	@Test
	void refresherWhenSpringCloudsConfigurationIsExcludedIsAbsent() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ContextRefresher.class));
	}

	@Test
	void refresherOfTheApplicationStays() {
		ConfigDataContextRefresher own = mock(ConfigDataContextRefresher.class);
		this.runner.withConfiguration(AutoConfigurations.of(RefreshAutoConfiguration.class))
			.withBean("own", ConfigDataContextRefresher.class, () -> own)
			.run((context) -> assertThat(context).getBean(ContextRefresher.class).isSameAs(own));
	}

}
