package io.setpoint.autoconfigure;

import java.time.Clock;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.binding.SourceReview;
import io.setpoint.health.SetpointHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link SetpointHealthIndicator}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ConfigurationWatch.class)
@ConditionalOnEnabledHealthIndicator("setpoint")
public final class SetpointHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "setpointHealthIndicator", "setpointHealthContributor" },
			search = SearchStrategy.CURRENT)
	SetpointHealthIndicator setpointHealthIndicator(AcceptancePipeline pipeline, ConfigurationWatch watch,
			SourceReview review) {
		return new SetpointHealthIndicator(pipeline.accepted(), watch::statuses, review::remarks, Clock.systemUTC());
	}

}
