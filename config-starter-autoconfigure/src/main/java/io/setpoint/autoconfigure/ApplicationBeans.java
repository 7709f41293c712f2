package io.setpoint.autoconfigure;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;

/**
 * The beans that whoever makes the application can define otherwise, apart from those of
 * libraries.
 */
class ApplicationBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	ApplicationBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return whether a bean is of a class of the application, or defined by one.
	 * @param beanName the name of the bean
	 * @return {@code true} also where it is not known which classes are the application's
	 */
	boolean includes(String beanName) {
		if (!AutoConfigurationPackages.has(this.beanFactory)) {
			return true;
		}
		List<String> packages = AutoConfigurationPackages.get(this.beanFactory);
		return isIn(packages, type(beanName)) || isIn(packages, definingType(beanName));
	}

	private static boolean isIn(List<String> packages, @Nullable Class<?> type) {
		return type != null
				&& packages.stream().anyMatch((name) -> name.isEmpty() || type.getName().startsWith(name + "."));
	}

	private @Nullable Class<?> type(String beanName) {
		boolean factory = this.beanFactory.isFactoryBean(beanName);
		return AutoProxyUtils.determineTargetClass(this.beanFactory,
				factory ? BeanFactory.FACTORY_BEAN_PREFIX + beanName : beanName);
	}

	private @Nullable Class<?> definingType(String beanName) {
		Method factoryMethod = (this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
						? definition.getResolvedFactoryMethod() : null;
		return (factoryMethod != null) ? factoryMethod.getDeclaringClass() : null;
	}

}
