package io.setpoint.autoconfigure;

import io.setpoint.actuate.RolloutFieldsAdvisor;
import io.setpoint.actuate.RolloutsEndpoint;
import io.setpoint.rollout.Rollouts;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration for the {@link RolloutsEndpoint}, where a configuration is imported
 * by {@code rollout:}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointRolloutsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@Conditional(OnImportedRolloutCondition.class)
@ConditionalOnAvailableEndpoint(RolloutsEndpoint.class)
public final class SetpointRolloutsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	RolloutsEndpoint setpointRolloutsEndpoint(ObjectProvider<Rollouts> rollouts, ListableBeanFactory beanFactory) {
		return new RolloutsEndpoint(rollouts::getObject, beanFactory);
	}

	/**
	 * Refuses what a request says and no operation reads.
	 * @return the advisor
	 */
	@Bean
	OperationInvokerAdvisor setpointRolloutFields() {
		return new RolloutFieldsAdvisor();
	}

}
