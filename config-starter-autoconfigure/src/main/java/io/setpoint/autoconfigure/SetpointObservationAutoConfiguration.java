package io.setpoint.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.observation.ApplyObservation;
import io.setpoint.observation.CallObservation;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link ApplyObservation} and the {@link CallObservation}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, ConfigurationWatch.class })
public final class SetpointObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ApplyObservation setpointApplyObservation(ObservationRegistry registry) {
		return new ApplyObservation(registry);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	CallObservation setpointCallObservation(ObservationRegistry registry) {
		return new CallObservation(registry);
	}

}
