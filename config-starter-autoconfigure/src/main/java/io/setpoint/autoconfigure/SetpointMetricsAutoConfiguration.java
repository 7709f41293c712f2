package io.setpoint.autoconfigure;

import java.time.Clock;
import java.util.Set;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.configdata.ImportSession;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.observation.RolloutMetrics;
import io.setpoint.observation.SetpointMetrics;
import io.setpoint.rollout.imports.ImportedRollouts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for the {@link SetpointMetrics} and the {@link RolloutMetrics}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, ConfigurationWatch.class })
public final class SetpointMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	SetpointMetrics setpointMetrics(ObjectProvider<ConfigurationWatch> watch,
			ObjectProvider<AcceptancePipeline> pipeline, ConfigurableEnvironment environment) {
		return new SetpointMetrics(() -> watch.getObject().statuses(), () -> pipeline.getObject().accepted().refusals(),
				names(environment), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Conditional(OnImportedRolloutCondition.class)
	RolloutMetrics setpointRolloutMetrics(ImportSession session) {
		return new RolloutMetrics(Set.copyOf(ImportedRollouts.of(session).configurations()));
	}

	private static Function<String, String> names(ConfigurableEnvironment environment) {
		return (prefix) -> LocationPropertySource.in(environment)
			.stream()
			.filter((source) -> source.content().prefix().equals(prefix))
			.map(LocationPropertySource::getName)
			.findFirst()
			.orElse(prefix);
	}

}
