package io.setpoint.autoconfigure;

import io.setpoint.cloud.FollowedLogLevels;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.cloud.logging.LoggingRebinder;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for what takes the place of parts of Spring Cloud's refresh, so that
 * it does no harm to what follows etcd.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "org.springframework.cloud.autoconfigure.RefreshAutoConfiguration")
@ConditionalOnClass(RefreshScope.class)
@ConditionalOnBooleanProperty(name = "spring.cloud.refresh.enabled", matchIfMissing = true)
public final class SetpointContextRefreshAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(value = LoggingRebinder.class, search = SearchStrategy.CURRENT)
	FollowedLogLevels setpointFollowedLogLevels() {
		return new FollowedLogLevels();
	}

	@Bean
	static RefresherReplacement setpointRefresherReplacement() {
		return new RefresherReplacement();
	}

}
