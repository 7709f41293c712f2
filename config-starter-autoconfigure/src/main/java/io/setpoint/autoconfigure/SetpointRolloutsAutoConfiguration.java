package io.setpoint.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.binding.BoundTypes;
import io.setpoint.configdata.ImportSession;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.rollout.VersionCheck;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.imports.ImportedRollouts;
import io.setpoint.rollout.imports.RolloutLocation;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.StoreException;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for {@link Rollouts}, where a configuration is imported by
 * {@code rollout:}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class)
@Conditional(OnImportedRolloutCondition.class)
public final class SetpointRolloutsAutoConfiguration {

	/**
	 * How long the other builds that are alive have for a verdict.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	RolloutKeys setpointRolloutKeys(ImportSession session) {
		return ImportedRollouts.keys(session.properties());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	VersionCheck setpointVersionCheck(AcceptancePipeline pipeline, RolloutKeys keys) {
		return new PipelineVersionCheck(pipeline.rehearsal(), keys);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	BuildDigest setpointBuildDigest(BoundTypes types) {
		return new ClassFileDigest(types);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	TrialJudge setpointTrialJudge(AcceptancePipeline pipeline, RolloutKeys keys, BuildDigest digest,
			Environment environment) {
		return new PipelineTrialJudge(pipeline, keys, digest, List.of(environment.getActiveProfiles()));
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	Rollouts setpointRollouts(ImportSession session, ObjectProvider<WatchConnection> connection, RolloutKeys keys,
			VersionCheck check, TrialJudge judge, ObjectProvider<ConfigurationWatch> watch,
			NotificationExecutor executor) {
		Set<String> configurations = new LinkedHashSet<>(ImportedRollouts.of(session).configurations());
		WritableStore store = connection.getObject().store();
		Trials trials = new Trials(store, keys, Pauses.on(executor::execute), Clock.systemUTC()).judgedBy(judge,
				executor::execute);
		return new StoredRollouts(configurations, store, keys, check,
				(configuration) -> session.restriction(RolloutLocation.displayName(configuration)),
				session.properties().rollout().keepVersions(), () -> outage(watch), executor::execute,
				Clock.systemUTC())
			.judgedBy(trials, PATIENCE);
	}

	private static @Nullable StoreException outage(ObjectProvider<ConfigurationWatch> watch) {
		ConfigurationWatch available = watch.getIfAvailable();
		return (available != null) ? available.outage() : null;
	}

}
