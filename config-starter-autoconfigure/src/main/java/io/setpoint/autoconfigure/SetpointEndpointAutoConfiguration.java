package io.setpoint.autoconfigure;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.actuate.SetpointEndpoint;
import io.setpoint.binding.SourceReview;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for the {@link SetpointEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(ConfigurationWatch.class)
@ConditionalOnAvailableEndpoint(SetpointEndpoint.class)
public final class SetpointEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	SetpointEndpoint setpointEndpoint(AcceptancePipeline pipeline, ConfigurationWatch watch,
			ConfigurableEnvironment environment, SourceReview review, ObjectProvider<SchemaSource> schema) {
		return new SetpointEndpoint(pipeline.accepted(), watch::statuses, environment, review,
				() -> schema(schema.getIfAvailable()));
	}

	private static @Nullable String schema(@Nullable SchemaSource source) {
		return (source != null) ? source.schema() : null;
	}

}
