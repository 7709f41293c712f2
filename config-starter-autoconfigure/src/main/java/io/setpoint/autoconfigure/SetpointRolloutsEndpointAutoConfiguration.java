package io.setpoint.autoconfigure;

import io.setpoint.actuate.RolloutsEndpoint;
import io.setpoint.configdata.ImportSession;
import io.setpoint.rollout.Rollouts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link RolloutsEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointRolloutsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(value = ImportSession.class, search = SearchStrategy.CURRENT)
@ConditionalOnAvailableEndpoint(RolloutsEndpoint.class)
public final class SetpointRolloutsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	RolloutsEndpoint setpointRolloutsEndpoint(ObjectProvider<Rollouts> rollouts) {
		return new RolloutsEndpoint(rollouts::getObject);
	}

}
