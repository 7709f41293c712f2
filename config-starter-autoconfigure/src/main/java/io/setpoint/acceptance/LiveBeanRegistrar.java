package io.setpoint.acceptance;

import java.lang.reflect.Method;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Registers a {@code Live} bean for each bound type, and gives the application's own
 * constructor-bound types the scope whose beans are always current. Ahead-of-time
 * processing leaves the {@code Live} beans out: they are registered again at run time,
 * because generated code could not name a type that is not public.
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
		if (registry instanceof DefaultListableBeanFactory beanFactory) {
			for (BoundType type : BoundTypes.of(beanFactory)) {
				registerLiveBean(beanFactory, type);
				if (isFollowedByScope(type)) {
					beanFactory.getBeanDefinition(type.beanName()).setScope(LiveScope.NAME);
				}
				else if (BoundTypes.isOwn(type.type())) {
					beanFactory.getBeanDefinition(type.beanName()).setLazyInit(true);
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

	private static void registerLiveBean(DefaultListableBeanFactory beanFactory, BoundType type) {
		String beanName = NAME_PREFIX + type.beanName();
		if (!beanFactory.containsBeanDefinition(beanName)) {
			RootBeanDefinition definition = new RootBeanDefinition(LiveBean.class);
			definition.setInstanceSupplier(() -> new LiveBean<>(values(beanFactory), type.beanName()));
			definition.setTargetType(ResolvableType.forClassWithGenerics(LiveBean.class, type.target()));
			definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
			definition.setLazyInit(true);
			definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			prefer(definition, beanFactory, type.beanName());
			beanFactory.registerBeanDefinition(beanName, definition);
		}
	}

	/**
	 * Choose among several {@code Live} beans of one class as among their properties
	 * beans: by what is preferred, and by their names and qualifiers.
	 * @param live the definition of the {@code Live} bean
	 * @param beanFactory the factory that defines the properties bean
	 * @param beanName the name of the properties bean
	 */
	private static void prefer(RootBeanDefinition live, DefaultListableBeanFactory beanFactory, String beanName) {
		String name = BoundTypes.shownName(beanName);
		BeanDefinition shown = beanFactory.getMergedBeanDefinition(name);
		live.setPrimary(shown.isPrimary());
		live.setFallback(BoundTypes.isFallback(shown));
		Method method = (beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
				? definition.getResolvedFactoryMethod() : null;
		live.setQualifiedElement(method);
		if (method == null || !AnnotatedElementUtils.hasAnnotation(method, Qualifier.class)) {
			live.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		}
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		beanFactory.registerScope(LiveScope.NAME, new LiveScope(() -> values(beanFactory)));
	}

	private static LiveValues values(BeanFactory beanFactory) {
		return beanFactory.getBean(AcceptancePipeline.class).liveValues();
	}

}
