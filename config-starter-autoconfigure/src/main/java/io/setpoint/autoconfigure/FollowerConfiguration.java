package io.setpoint.autoconfigure;

import io.setpoint.binding.BoundTypes;
import io.setpoint.refresh.JavaBeanUpdate;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What follows an accepted change in any application.
 */
@Configuration(proxyBeanMethods = false)
class FollowerConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BoundTypes setpointBoundTypes(ConfigurableListableBeanFactory beanFactory) {
		return BoundTypes.of(beanFactory);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static JavaBeanUpdate setpointJavaBeanUpdate(BoundTypes types, ConfigurableListableBeanFactory beanFactory) {
		return new JavaBeanUpdate(types, beanFactory);
	}

}
