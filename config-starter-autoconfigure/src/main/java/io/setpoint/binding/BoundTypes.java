package io.setpoint.binding;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.validation.annotation.Validated;

/**
 * The bound types of an application, found in its bean definitions without creating a
 * bean.
 *
 * @since 0.1.0
 */
public final class BoundTypes implements Iterable<BoundType> {

	/**
	 * The scope whose beans are the current values of their types.
	 */
	public static final String SCOPE = "setpoint";

	private static final Set<String> OWN_TYPES = Set.of("io.setpoint.configdata.SetpointProperties",
			"io.setpoint.autoconfigure.LoggingProperties");

	private final List<BoundType> types;

	private final Map<String, BoundType> byBeanName;

	private final Map<Class<?>, List<BoundType>> byClass;

	private BoundTypes(List<BoundType> types, ConfigurableListableBeanFactory beanFactory) {
		this.types = List.copyOf(types);
		this.byClass = types.stream()
			.collect(Collectors.groupingBy(BoundType::type,
					Collectors.collectingAndThen(Collectors.toList(), (found) -> preferred(found, beanFactory))));
		this.byBeanName = types.stream().collect(Collectors.toMap(BoundType::beanName, Function.identity()));
	}

	/**
	 * Find the bound types among the bean definitions of a factory.
	 * @param beanFactory the factory
	 * @return the types, in the order of their definitions
	 */
	public static BoundTypes of(ConfigurableListableBeanFactory beanFactory) {
		List<BoundType> types = new ArrayList<>();
		for (String beanName : beanFactory.getBeanDefinitionNames()) {
			BoundType type = find(beanFactory, beanName, types.size());
			if (type != null) {
				types.add(type);
			}
		}
		return new BoundTypes(types, beanFactory);
	}

	/**
	 * Choose among the types of one class as Spring does among their beans.
	 * @param found the types
	 * @param beanFactory the factory that defines their beans
	 * @return those that are preferred, or all
	 */
	private static List<BoundType> preferred(List<BoundType> found, ConfigurableListableBeanFactory beanFactory) {
		if (found.size() == 1) {
			return found;
		}
		List<BoundType> primary = found.stream().filter((type) -> shown(type, beanFactory).isPrimary()).toList();
		List<BoundType> regular = found.stream().filter((type) -> !isFallback(shown(type, beanFactory))).toList();
		return !primary.isEmpty() ? primary : !regular.isEmpty() ? regular : found;
	}

	private static BeanDefinition shown(BoundType type, ConfigurableListableBeanFactory beanFactory) {
		return beanFactory.getMergedBeanDefinition(shownName(type.beanName()));
	}

	/**
	 * Return whether a bean gives way to others of its class. So does what is given only
	 * to those who name it, or to nobody.
	 * @param shown the definition of the bean that others are given
	 * @return whether it does
	 */
	public static boolean isFallback(BeanDefinition shown) {
		boolean offered = shown.isAutowireCandidate()
				&& !(shown instanceof AbstractBeanDefinition definition && !definition.isDefaultCandidate());
		return shown.isFallback() || !offered;
	}

	/**
	 * Return the name of the bean that others are given.
	 * @param beanName the name of a bean that is bound
	 * @return the name of its scoped proxy, if it has one
	 */
	public static String shownName(String beanName) {
		return ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName;
	}

	/**
	 * Return whether a type belongs to Boot or to Setpoint, and is read at start by those
	 * who know that it may change.
	 * @param type the type
	 * @return {@code true} if it is none of the application's
	 */
	public static boolean isInfrastructure(Class<?> type) {
		return type.getName().startsWith("org.springframework.") || isOwn(type);
	}

	/**
	 * Return whether a type is one of Setpoint's own, whose values are read where they
	 * are needed.
	 * @param type the type
	 * @return whether it is
	 */
	public static boolean isOwn(Class<?> type) {
		return OWN_TYPES.contains(type.getName());
	}

	/**
	 * Return the type of a bean.
	 * @param beanName the name of the bean
	 * @return the type or {@code null} if the bean is none of ours
	 */
	public @Nullable BoundType get(String beanName) {
		return this.byBeanName.get(beanName);
	}

	/**
	 * Return the one bound type of a class, or the one whose bean is preferred.
	 * @param type the class
	 * @return its bound type
	 * @throws IllegalArgumentException if there is none or more than one to choose from
	 */
	public BoundType get(Class<?> type) {
		List<BoundType> found = this.byClass.getOrDefault(type, List.of());
		if (found.isEmpty()) {
			throw new IllegalArgumentException(type.getName() + " is not a @ConfigurationProperties bean");
		}
		if (found.size() > 1) {
			throw new IllegalArgumentException(type.getName() + " has more than one bean: "
					+ found.stream().map(BoundType::beanName).toList() + "; inject a Live value by its name instead");
		}
		return found.get(0);
	}

	/**
	 * Return the types that are bound at start. A framework's own setter-based properties
	 * have been bound by Boot itself and are read by nobody through us: they are left
	 * until the application has started.
	 * @return the types, in the order of their definitions
	 */
	public List<BoundType> eager() {
		return this.types.stream().filter((type) -> type.isValueObject() || !isInfrastructure(type.type())).toList();
	}

	/**
	 * Return how many types there are.
	 * @return the number of types
	 */
	public int size() {
		return this.types.size();
	}

	@Override
	public Iterator<BoundType> iterator() {
		return this.types.iterator();
	}

	private static @Nullable BoundType find(ConfigurableListableBeanFactory beanFactory, String beanName, int index) {
		Class<?> beanType = beanType(beanFactory, beanName);
		if (beanType == null || isProxy(beanFactory, beanName)) {
			return null;
		}
		BeanDefinition definition = beanFactory.getMergedBeanDefinition(beanName);
		Method factoryMethod = factoryMethod(definition);
		Class<?> type = ClassUtils.getUserClass(beanType);
		ConfigurationProperties annotation = find(ConfigurationProperties.class, type, factoryMethod);
		if (annotation == null) {
			return null;
		}
		ResolvableType target = target(type, factoryMethod);
		return new BoundType(index, beanName, target.resolve(type), ConfigurationPropertyName.of(annotation.prefix()),
				bindMethod(definition), isSingleton(definition),
				annotations(annotation, find(Validated.class, type, factoryMethod)), target);
	}

	/**
	 * Return what Boot binds: of a factory bean the factory, not what it makes.
	 * @param beanFactory the factory
	 * @param beanName the name of a bean
	 * @return its class, if it is known before the bean is created
	 */
	private static @Nullable Class<?> beanType(ConfigurableListableBeanFactory beanFactory, String beanName) {
		if (beanFactory.getMergedBeanDefinition(beanName).isAbstract()) {
			return null;
		}
		String name = beanFactory.isFactoryBean(beanName) ? BeanFactory.FACTORY_BEAN_PREFIX + beanName : beanName;
		return beanFactory.getType(name, false);
	}

	private static boolean isProxy(ConfigurableListableBeanFactory beanFactory, String beanName) {
		return beanFactory.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(beanName));
	}

	private static boolean isSingleton(BeanDefinition definition) {
		return definition.isSingleton() || SCOPE.equals(definition.getScope());
	}

	private static @Nullable Method factoryMethod(BeanDefinition definition) {
		return (definition instanceof RootBeanDefinition rootDefinition) ? rootDefinition.getResolvedFactoryMethod()
				: null;
	}

	private static ResolvableType target(Class<?> type, @Nullable Method factoryMethod) {
		ResolvableType target = (factoryMethod != null) ? ResolvableType.forMethodReturnType(factoryMethod)
				: ResolvableType.forClass(type);
		return (target.resolve() != null) ? target : ResolvableType.forClass(type);
	}

	/**
	 * Return how Boot has decided to bind a bean, as it notes on the definition of what
	 * is bound by its constructor.
	 * @param definition the definition of the bean
	 * @return how it is bound
	 */
	private static BindMethod bindMethod(BeanDefinition definition) {
		return (definition.getAttribute(BindMethod.class.getName()) == BindMethod.VALUE_OBJECT)
				? BindMethod.VALUE_OBJECT : BindMethod.JAVA_BEAN;
	}

	private static Annotation[] annotations(ConfigurationProperties annotation, @Nullable Validated validated) {
		return (validated != null) ? new Annotation[] { annotation, validated } : new Annotation[] { annotation };
	}

	private static <A extends Annotation> @Nullable A find(Class<A> annotationType, Class<?> type,
			@Nullable Method factoryMethod) {
		A annotation = (factoryMethod != null) ? find(annotationType, factoryMethod) : null;
		return (annotation != null) ? annotation : find(annotationType, type);
	}

	private static <A extends Annotation> @Nullable A find(Class<A> annotationType, AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.get(annotationType)
			.synthesize(MergedAnnotation::isPresent)
			.orElse(null);
	}

}
