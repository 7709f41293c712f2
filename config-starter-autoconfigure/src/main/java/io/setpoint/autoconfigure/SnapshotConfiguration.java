package io.setpoint.autoconfigure;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.configdata.ImportSession;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The last good state on disk. Whether it is kept is what the imports were read with.
 */
@Configuration(proxyBeanMethods = false)
class SnapshotConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	LastGoodStateUpdate setpointLastGoodStateUpdate(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<AcceptancePipeline> pipeline, ObjectProvider<ConfigurationWatch> watch) {
		return new LastGoodStateUpdate(() -> ImportSession.of(beanFactory), pipeline, watch);
	}

}
