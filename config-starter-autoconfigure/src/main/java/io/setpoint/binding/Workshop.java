package io.setpoint.binding;

import java.lang.reflect.Constructor;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyValues;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * A bean factory off to the side: it makes a bean of the application's factory once more,
 * by constructor or factory method, and injects what it needs. Nothing is bound,
 * initialized, wrapped or registered, and no post-processor sees the instance as if it
 * were the bean.
 */
final class Workshop {

	private final ConfigurableListableBeanFactory beanFactory;

	private @Nullable DefaultListableBeanFactory factory;

	private int postProcessors;

	Workshop(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	synchronized Object make(String beanName) {
		DefaultListableBeanFactory factory = factory();
		if (!factory.containsBeanDefinition(beanName)) {
			factory.registerBeanDefinition(beanName, Definition.of(this.beanFactory, beanName).again());
		}
		return factory.getBean(beanName);
	}

	/**
	 * Post-processors may still be on their way while the application starts.
	 * @return a factory with those that there are now
	 */
	private DefaultListableBeanFactory factory() {
		int count = this.beanFactory.getBeanPostProcessorCount();
		DefaultListableBeanFactory factory = this.factory;
		if (factory == null || count != this.postProcessors) {
			factory = create();
			this.factory = factory;
			this.postProcessors = count;
		}
		return factory;
	}

	private DefaultListableBeanFactory create() {
		DefaultListableBeanFactory factory = new DefaultListableBeanFactory(this.beanFactory);
		factory.copyConfigurationFrom(this.beanFactory);
		factory.getBeanPostProcessors().removeIf((postProcessor) -> !isAwareness(postProcessor));
		if (this.beanFactory instanceof DefaultListableBeanFactory parent) {
			for (BeanPostProcessor postProcessor : parent.getBeanPostProcessors()) {
				if (postProcessor instanceof InstantiationAwareBeanPostProcessor injecting) {
					factory.addBeanPostProcessor(new Injection(injecting));
				}
			}
		}
		return factory;
	}

	/**
	 * Whether a post-processor gives beans what they are to be aware of: the environment,
	 * the context.
	 * @param postProcessor the post-processor
	 * @return {@code true} if it does that only
	 */
	private static boolean isAwareness(BeanPostProcessor postProcessor) {
		String name = postProcessor.getClass().getName();
		return name.startsWith("org.springframework.") && name.endsWith("AwareProcessor");
	}

	/**
	 * The injecting part of a post-processor.
	 *
	 * @param delegate the post-processor
	 */
	private record Injection(InstantiationAwareBeanPostProcessor delegate)
			implements
				SmartInstantiationAwareBeanPostProcessor,
				MergedBeanDefinitionPostProcessor {

		@Override
		public Constructor<?> @Nullable [] determineCandidateConstructors(Class<?> beanClass, String beanName) {
			return (this.delegate instanceof SmartInstantiationAwareBeanPostProcessor smart)
					? smart.determineCandidateConstructors(beanClass, beanName) : null;
		}

		@Override
		public void postProcessMergedBeanDefinition(RootBeanDefinition beanDefinition, Class<?> beanType,
				String beanName) {
			if (this.delegate instanceof MergedBeanDefinitionPostProcessor merged) {
				merged.postProcessMergedBeanDefinition(beanDefinition, beanType, beanName);
			}
		}

		@Override
		public @Nullable PropertyValues postProcessProperties(PropertyValues pvs, Object bean, String beanName) {
			return this.delegate.postProcessProperties(pvs, bean, beanName);
		}

	}

}
