package io.setpoint.refresh;

import io.setpoint.Live;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

/**
 * Registers a {@link Live} bean for each bound type, and gives the application's own
 * constructor-bound types the scope whose beans are always current. Ahead-of-time
 * processing leaves both in the generated definitions, so that nothing is done twice.
 *
 * @since 0.1.0
 */
public final class LiveBeanRegistrar implements BeanDefinitionRegistryPostProcessor, Ordered {

	private static final String NAME_PREFIX = "live.";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry instanceof ConfigurableListableBeanFactory beanFactory) {
			for (BoundType type : BoundTypes.of(beanFactory)) {
				registerLiveBean(registry, type);
				if (isFollowedByScope(type)) {
					registry.getBeanDefinition(type.beanName()).setScope(LiveScope.NAME);
				}
			}
		}
	}

	/**
	 * What belongs to Boot or to us is read at start, by those who know.
	 * @param type the type
	 * @return whether its bean gets the scope
	 */
	private static boolean isFollowedByScope(BoundType type) {
		return type.isValueObject() && type.singleton() && !BoundTypes.isInfrastructure(type.type());
	}

	private static void registerLiveBean(BeanDefinitionRegistry registry, BoundType type) {
		String beanName = NAME_PREFIX + type.beanName();
		if (!registry.containsBeanDefinition(beanName)) {
			RootBeanDefinition definition = new RootBeanDefinition(LiveBean.class);
			definition.setTargetType(ResolvableType.forClassWithGenerics(Live.class, type.type()));
			definition.getConstructorArgumentValues()
				.addIndexedArgumentValue(0, new RuntimeBeanReference(AcceptancePipeline.class));
			definition.getConstructorArgumentValues().addIndexedArgumentValue(1, type.beanName());
			definition.setLazyInit(true);
			definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			registry.registerBeanDefinition(beanName, definition);
		}
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		beanFactory.registerScope(LiveScope.NAME, new LiveScope(() -> beanFactory.getBean(AcceptancePipeline.class)));
	}

}
