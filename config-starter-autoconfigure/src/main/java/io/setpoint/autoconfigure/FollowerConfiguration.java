package io.setpoint.autoconfigure;

import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.JavaBeanUpdate;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.StandIns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What follows an accepted change in any application, in this order: setter-based
 * properties, log levels.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LoggingProperties.class)
class FollowerConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BoundTypes setpointBoundTypes(ConfigurableListableBeanFactory beanFactory) {
		return BoundTypes.of(beanFactory);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static StandIns setpointStandIns(ConfigurableListableBeanFactory beanFactory) {
		return new StandIns(beanFactory);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static JavaBeanUpdate setpointJavaBeanUpdate(BoundTypes types, ConfigurableListableBeanFactory beanFactory,
			StandIns standIns) {
		return new JavaBeanUpdate(types, beanFactory, standIns);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 10)
	AcceptanceFollower setpointLogLevelUpdate(ObjectProvider<LoggingSystem> loggingSystem,
			ObjectProvider<LoggerGroups> loggerGroups) {
		return new LogLevelUpdate(loggingSystem, loggerGroups);
	}

	@Bean
	UnfollowedBeans setpointUnfollowedBeans(AcceptancePipeline pipeline, StandIns standIns, JavaBeanUpdate update,
			ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
		return new UnfollowedBeans(pipeline, standIns, update, beanFactory, environment);
	}

	@Bean
	FrozenCopies setpointFrozenCopies(BoundTypes types, ConfigurableListableBeanFactory beanFactory,
			ConfigurableEnvironment environment) {
		return new FrozenCopies(types, beanFactory, environment);
	}

}
