package io.setpoint.autoconfigure;

import io.setpoint.cloud.WrapperKeepingContextRefresher;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;

/**
 * Puts our refresher where Spring Cloud has put its own, and nowhere else: what somebody
 * has excluded or replaced stays as it is.
 */
class RefresherReplacement implements BeanDefinitionRegistryPostProcessor {

	private static final String REFRESHER = "configDataContextRefresher";

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry.containsBeanDefinition(REFRESHER) && isOfSpringCloud(registry.getBeanDefinition(REFRESHER))) {
			registry.removeBeanDefinition(REFRESHER);
			registry.registerBeanDefinition(REFRESHER,
					BeanDefinitionBuilder.rootBeanDefinition(WrapperKeepingContextRefresher.class).getBeanDefinition());
		}
	}

	private static boolean isOfSpringCloud(BeanDefinition definition) {
		return RefreshAutoConfiguration.class.getName().equals(definition.getFactoryBeanName())
				&& REFRESHER.equals(definition.getFactoryMethodName());
	}

}
