package io.setpoint.binding;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * How the container makes a bean.
 *
 * @param beanFactory the factory of the bean
 * @param root its merged definition
 */
record Definition(ConfigurableListableBeanFactory beanFactory, RootBeanDefinition root) {

	private static final Set<String> INJECTIONS = Set.of("org.springframework.beans.factory.annotation.Autowired",
			"org.springframework.beans.factory.annotation.Value", "jakarta.inject.Inject",
			"jakarta.annotation.Resource");

	static Definition of(ConfigurableListableBeanFactory beanFactory, String beanName) {
		return new Definition(beanFactory, (RootBeanDefinition) beanFactory.getMergedBeanDefinition(beanName));
	}

	/**
	 * Whether a class is a running thing rather than a set of properties: it has to be
	 * closed, or makes another bean.
	 * @param type the class of a bean
	 * @return {@code true} if no second instance must be made
	 */
	static boolean isRunning(Class<?> type) {
		return Stream.of(AutoCloseable.class, ExecutorService.class, Thread.class, FactoryBean.class)
			.anyMatch((running) -> running.isAssignableFrom(type));
	}

	/**
	 * Whether the bean can be made without any other bean, and so at any time.
	 * @param type its class
	 * @return {@code true} if nothing is injected
	 */
	boolean isSelfContained(Class<?> type) {
		if (this.root.getInstanceSupplier() != null || this.root.hasConstructorArgumentValues()
				|| this.root.hasPropertyValues()) {
			return false;
		}
		Method factoryMethod = this.root.getResolvedFactoryMethod();
		if (factoryMethod != null) {
			return factoryMethod.getParameterCount() == 0 && !hasInjections(type) && isFactoryAtHand();
		}
		return this.root.getFactoryMethodName() == null && isMadeOfNothing(type);
	}

	private boolean isFactoryAtHand() {
		String factory = this.root.getFactoryBeanName();
		if (factory == null || this.beanFactory.containsSingleton(factory)) {
			return true;
		}
		Class<?> factoryType = this.beanFactory.getType(factory, false);
		return factoryType != null && of(this.beanFactory, factory).root.getFactoryMethodName() == null
				&& isMadeOfNothing(ClassUtils.getUserClass(factoryType));
	}

	private static boolean isMadeOfNothing(Class<?> type) {
		Constructor<?>[] constructors = type.getDeclaredConstructors();
		return Arrays.stream(constructors).anyMatch((constructor) -> constructor.getParameterCount() == 0)
				&& Arrays.stream(constructors).noneMatch(Definition::isInjected) && !hasInjections(type);
	}

	private static boolean hasInjections(Class<?> type) {
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			Stream<AnnotatedElement> members = Stream.concat(Arrays.stream(declaring.getDeclaredFields()),
					Arrays.stream(declaring.getDeclaredMethods()));
			if (members.anyMatch(Definition::isInjected)) {
				return true;
			}
		}
		return false;
	}

	static boolean isInjected(AnnotatedElement member) {
		return MergedAnnotations.from(member)
			.stream()
			.anyMatch((annotation) -> INJECTIONS.contains(annotation.getType().getName()));
	}

	/**
	 * Return a definition that makes another instance with each call, and does nothing
	 * with it but inject what it needs.
	 * @return the definition
	 */
	RootBeanDefinition again() {
		RootBeanDefinition again = this.root.cloneBeanDefinition();
		again.setScope(RootBeanDefinition.SCOPE_PROTOTYPE);
		again.setDependsOn((String[]) null);
		again.setInitMethodNames((String[]) null);
		again.setDestroyMethodNames((String[]) null);
		again.registerExternallyManagedInitMethod("afterPropertiesSet");
		return again;
	}

	/**
	 * Whether a framework defines the bean, so that nobody here can define it otherwise.
	 * @param type its class
	 * @return {@code true} if it is none of the application's
	 */
	boolean isInfrastructure(Class<?> type) {
		Method factoryMethod = this.root.getResolvedFactoryMethod();
		return BoundTypes.isInfrastructure(type)
				|| (factoryMethod != null && BoundTypes.isInfrastructure(factoryMethod.getDeclaringClass()));
	}

	String[] initMethodNames() {
		return Objects.requireNonNullElse(this.root.getInitMethodNames(), new String[0]);
	}

}
