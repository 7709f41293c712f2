package io.setpoint.cloud;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.setpoint.acceptance.AcceptedChange;
import io.setpoint.binding.Placeholders;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * A bean in refresh scope, and what it reads from the environment by itself.
 *
 * @param name the name under which the scope holds it
 * @param type its class, if it is known
 * @param expressions the expressions in its annotations
 * @param searching whether it, or the factory that it comes from, holds what anything can
 * be looked up in
 */
record ScopedBean(String name, @Nullable Class<?> type, Set<String> expressions, boolean searching) {

	private static final List<Class<?>> SEARCHING = List.of(EnvironmentAware.class, ApplicationContextAware.class,
			BeanFactoryAware.class);

	private static final Pattern ENVIRONMENT = Pattern.compile("\\benvironment\\b");

	static List<ScopedBean> in(ConfigurableListableBeanFactory beanFactory, String scope) {
		return List.of(beanFactory.getBeanDefinitionNames())
			.stream()
			.filter((name) -> scope.equals(beanFactory.getMergedBeanDefinition(name).getScope()))
			.map((name) -> of(beanFactory, name))
			.toList();
	}

	private static ScopedBean of(ConfigurableListableBeanFactory beanFactory, String name) {
		BeanDefinition definition = beanFactory.getMergedBeanDefinition(name);
		Class<?> beanType = beanFactory.getType(name, false);
		Class<?> type = (beanType != null) ? ClassUtils.getUserClass(beanType) : null;
		return new ScopedBean(name, type,
				ValueExpressions.of(type,
						(definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null),
				isSearching(type) || isSearching(beanFactory.getType(BeanFactory.FACTORY_BEAN_PREFIX + name, false)));
	}

	private static boolean isSearching(@Nullable Class<?> type) {
		return type != null && SEARCHING.stream().anyMatch((aware) -> aware.isAssignableFrom(type));
	}

	/**
	 * Return whether the bean reads what a change has changed, leaving aside the beans
	 * that were injected into it.
	 * @param change the change
	 * @param dependencies the names of the beans that were injected
	 * @param environment the environment
	 * @return {@code true} if it does
	 */
	boolean reads(AcceptedChange change, List<String> dependencies, ConfigurableEnvironment environment) {
		return change.types().stream().anyMatch((type) -> type.beanName().equals(this.name))
				|| readsAnything(dependencies)
				|| this.expressions.stream().anyMatch((expression) -> reads(change, expression, environment));
	}

	/**
	 * Who holds the environment or the context may read anything at any time.
	 * @param dependencies the names of the beans that were injected
	 * @return whether it does
	 */
	private boolean readsAnything(List<String> dependencies) {
		return this.searching || dependencies.contains(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME);
	}

	private static boolean reads(AcceptedChange change, String expression, ConfigurableEnvironment environment) {
		if (!Collections.disjoint(change.names(), Placeholders.namesIn(expression, environment))) {
			return true;
		}
		return expression.contains("#{") && (ENVIRONMENT.matcher(expression).find()
				|| change.types().stream().anyMatch((type) -> expression.contains(type.beanName())));
	}

}
